package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.text.Nearest;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads cluster.yml's `tuning`: keys of conf.yml that are the owner's, or a problem. */
public final class ConfTuning {
  private static final String REMOVE = "remove it: etcd would pass over it without a word";

  private final YamlFields fields;
  private final EtcdVersion version;

  private ConfTuning(YamlFields fields, EtcdVersion version) {
    this.fields = fields;
    this.version = version;
  }

  /** The settings below {@code key}, in their order; what is wrong goes to {@code fields}. */
  public static List<Setting> read(YamlFields fields, String key, EtcdVersion version) {
    return fields
        .fields(key)
        .map(inner -> new ConfTuning(inner, version).settings())
        .orElse(List.of());
  }

  private List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    fields
        .mapping()
        .entries()
        .forEach((name, node) -> setting(name, node).ifPresent(settings::add));
    ConfRules.ofSome(settings).forEach(v -> fields.problem(v.key(), v.what(), v.remedy()));
    return settings;
  }

  private Optional<Setting> setting(String name, Yaml node) {
    Optional<ConfKey> found = ConfKey.find(name);
    if (found.isEmpty()) {
      String hint = Nearest.hint(name, ConfKey.ownersIn(version));
      fields.problem(name, "is unknown to etcd " + version, hint + REMOVE);
      return Optional.empty();
    }
    ConfKey key = found.get();
    if (key.role() != ConfKey.Role.OWNER) {
      fields.problem(name, "cannot be set here: " + key.why(), "remove it");
    } else if (!key.isIn(version)) {
      fields.problem(
          name, "is unknown to etcd " + version + ": " + key.since() + " has it", "remove it");
    } else if (ConfKey.isEmpty(node)) {
      fields.problem(name, "has no value", "give it one or remove it");
    } else {
      ConfKey.Reading reading = key.read(node);
      if (reading.setting().isEmpty()) {
        fields.problem(name, reading.problem(), reading.remedy());
      }
      return reading.setting();
    }
    return Optional.empty();
  }
}
