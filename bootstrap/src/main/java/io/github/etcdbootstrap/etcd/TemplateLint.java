package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.ConfKey;
import io.github.etcdbootstrap.model.ConfRules;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Placeholders;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Nearest;
import io.github.etcdbootstrap.text.Shown;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Takes from an owner's conf.yml.in what is his to say, and tells him about the rest. */
public final class TemplateLint {
  private final YamlFields fields;
  private final String source;
  private final Placeholders placeholders;
  private final Map<String, String> ours;
  private final EtcdVersion version;
  private final boolean ecdsa;
  private final List<Setting> settings = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private TemplateLint(
      YamlFields fields,
      String source,
      Map<String, String> placeholders,
      Map<String, String> ours,
      EtcdVersion version,
      boolean ecdsa) {
    this.fields = fields;
    this.source = source;
    this.placeholders = new Placeholders(placeholders);
    this.ours = ours;
    this.version = version;
    this.ecdsa = ecdsa;
  }

  /**
   * Reads {@code text}, a template called {@code source} in messages.
   *
   * @param placeholders by their word, such as NODENAME
   * @param ours this program's values, by key (`client-transport-security.cert-file`): the owner
   *     hears of his own value for such a key only if it is another; one that is not in here is
   *     never written
   * @param ecdsaCertificates whether the certificates' keys are ECDSA, not RSA
   * @throws BadInput with everything that is wrong, if anything is
   */
  public static LintedTemplate lint(
      String source,
      String text,
      Map<String, String> placeholders,
      Map<String, String> ours,
      EtcdVersion version,
      boolean ecdsaCertificates) {
    YamlFields fields = new YamlFields(source, YamlReader.readMapping(source, text));
    TemplateLint lint =
        new TemplateLint(fields, source, placeholders, ours, version, ecdsaCertificates);
    lint.all();
    fields.throwIfBad();
    return new LintedTemplate(lint.settings, lint.warnings);
  }

  private void all() {
    for (Map.Entry<String, Yaml> entry : fields.mapping().entries().entrySet()) {
      String name = entry.getKey();
      Yaml node = placeholders.in(entry.getValue());
      ConfKey.find(name).ifPresentOrElse(key -> one(key, node), () -> unknown(fields, name));
    }
    ConfRules.ofSome(settings).forEach(v -> fields.problem(v.key(), v.what(), v.remedy()));
  }

  private void one(ConfKey key, Yaml node) {
    if (ConfKey.isEmpty(node)) {
      leftOut(key, "it has no value");
    } else if (key.role() == ConfKey.Role.PROGRAM) {
      ourKey(key, node);
    } else if (key.role() != ConfKey.Role.OWNER) {
      leftOut(key, key.why() + mistyped(key, node));
    } else if (!key.isIn(version)) {
      leftOut(key, "etcd " + version + " does not know it, " + key.since() + " does");
    } else {
      owners(key, node);
    }
  }

  private void owners(ConfKey key, Yaml node) {
    var placeholder = Placeholders.leftIn(node);
    ConfKey.Reading reading = key.read(node);
    if (placeholder.isPresent()) {
      fields.problem(
          key.name(),
          "has the placeholder " + placeholder.get() + ", which stands for nothing here",
          "write the value itself");
    } else if (reading.setting().isEmpty()) {
      fields.problem(key.name(), reading.problem(), reading.remedy());
    } else {
      keep(reading.setting().get());
    }
  }

  private void keep(Setting setting) {
    if (setting.key().equals("cipher-suites")
        && ecdsa
        && setting.values().stream().noneMatch(suite -> suite.contains("_ECDSA_"))) {
      warn("cipher-suites", "left out: none of them works with ECDSA certificates");
      return;
    }
    if (setting.key().equals("log-level") && setting.shown().equals("debug")) {
      warn("log-level", "is debug: that writes a lot, and cards wear out; info is enough");
    }
    settings.add(setting);
  }

  private void ourKey(ConfKey key, Yaml node) {
    if (node instanceof Yaml.Mapping section && key.type() == Setting.Type.SECTION) {
      section.entries().forEach((name, value) -> inSection(key, section, name, value));
    } else {
      compare(key.name(), fields.mapping().lineOf(key.name()), node);
    }
  }

  private void inSection(ConfKey section, Yaml.Mapping mapping, String name, Yaml node) {
    String full = section.name() + "." + name;
    var found = ConfKey.findInSecurity(name);
    if (found.isEmpty()) {
      fields.fields(section.name()).ifPresent(inner -> unknown(inner, name));
    } else if (found.get().role() != ConfKey.Role.DANGEROUS) {
      compare(full, mapping.lineOf(name), node);
    } else if (!shown(node).equals("false")) {
      warn(full, mapping.lineOf(name), "left out: " + found.get().why());
    }
  }

  private void compare(String name, int line, Yaml node) {
    String his = shown(node);
    if (ConfKey.isEmpty(node) || Placeholders.leftIn(node).isPresent()) {
      return;
    }
    if (!ours.containsKey(name)) {
      warn(name, line, "left out: this program sets it where it is needed");
    } else if (!parts(his).equals(parts(ours.get(name)))) {
      warn(name, line, "is " + Shown.text(his) + " here; this program sets " + ours.get(name));
    }
  }

  private void unknown(YamlFields in, String name) {
    String hint = Nearest.hint(name, ConfKey.ownersIn(version));
    in.problem(name, "is unknown to etcd " + version, hint + "remove it, or correct its spelling");
  }

  private String mistyped(ConfKey key, Yaml node) {
    ConfKey.Reading reading = key.read(node);
    return reading.setting().isPresent() ? "" : "; and it " + reading.problem();
  }

  private void leftOut(ConfKey key, String why) {
    warn(key.name(), "left out: " + why);
  }

  private void warn(String key, String what) {
    warn(key, fields.mapping().lineOf(key), what);
  }

  private void warn(String key, int line, String what) {
    warnings.add(source + ":" + line + ": `" + key + "` " + what);
  }

  private static String shown(Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.kind() == Yaml.Kind.BOOLEAN
          ? Boolean.toString(YamlFields.truth(scalar.text()))
          : scalar.text();
    }
    return node instanceof Yaml.Sequence sequence
        ? sequence.items().stream().map(TemplateLint::shown).collect(Collectors.joining(","))
        : YamlFields.describe(node);
  }

  /** URLs in another order are the same URLs. */
  private static Set<String> parts(String value) {
    Set<String> parts = new TreeSet<>();
    for (String part : value.split(",")) {
      parts.add(part.strip());
    }
    return parts;
  }
}
