package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Remembered;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last look at a finished conf.yml: etcd ignores an unknown key without a word, and dies of a
 * value of another type.
 */
public final class ConfLint {
  private static final Remembered<Finished> GOOD = new Remembered<>();

  private final YamlFields fields;
  private final EtcdVersion version;
  private final List<Setting> settings = new ArrayList<>();

  private ConfLint(YamlFields fields, EtcdVersion version) {
    this.fields = fields;
    this.version = version;
  }

  /**
   * @throws BadInput with every problem and its line, if this etcd would not read it as it is meant
   */
  public static void check(String source, String text, EtcdVersion version) {
    Finished finished = new Finished(text, version);
    if (GOOD.contains(finished)) {
      return;
    }
    new ConfLint(new YamlFields(source, YamlReader.readMapping(source, text)), version).check();
    GOOD.add(finished);
  }

  /** A file, and the etcd that is to read it. */
  private record Finished(String text, EtcdVersion version) {}

  private void check() {
    for (Map.Entry<String, Yaml> entry : fields.mapping().entries().entrySet()) {
      check(fields, entry.getKey(), entry.getValue(), ConfKey.find(entry.getKey()))
          .ifPresent(settings::add);
    }
    if (fields.problems().isEmpty()) {
      ConfRules.ofFinished(settings).forEach(v -> fields.problem(v.key(), v.what(), v.remedy()));
    }
    fields.throwIfBad();
  }

  private Optional<Setting> check(YamlFields in, String name, Yaml node, Optional<ConfKey> found) {
    if (found.isEmpty() || !found.get().isIn(version)) {
      in.problem(name, "is unknown to etcd " + version, "remove it");
      return Optional.empty();
    }
    ConfKey.Reading reading = found.get().read(node);
    Optional<String> placeholder = Placeholders.leftIn(node);
    if (reading.setting().isEmpty()) {
      in.problem(name, reading.problem(), reading.remedy());
    } else if (found.get().type() == Setting.Type.SECTION) {
      in.fields(name).ifPresent(this::checkSection);
    } else if (placeholder.isPresent()) {
      in.problem(
          name, "still has the placeholder " + placeholder.get(), "write what it stands for");
    }
    return reading.setting();
  }

  private void checkSection(YamlFields section) {
    section
        .mapping()
        .entries()
        .forEach((name, node) -> check(section, name, node, ConfKey.findInSecurity(name)));
  }
}
