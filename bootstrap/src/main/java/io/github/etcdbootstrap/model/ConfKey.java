package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.text.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * A key that etcd's conf.yml may have, and whose it is.
 *
 * @param since the first version that reads it; 3.5.0 also for those older than that
 * @param why for a key that is left out, what it would do
 */
public record ConfKey(
    String name, Setting.Type type, boolean signed, EtcdVersion since, Role role, String why) {
  /** Who decides on a key's value. */
  public enum Role {
    /** This program sets it, or leaves it out on purpose. */
    PROGRAM,
    /** Nobody should set it. */
    DANGEROUS,
    /** Versions before 3.5 read it. */
    GONE,
    /** The owner's, in his template or in `tuning`. */
    OWNER
  }

  /** The key of this name; empty if no etcd that this program knows of reads it. */
  public static Optional<ConfKey> find(String name) {
    return Optional.ofNullable(ConfKeys.ALL.get(name));
  }

  /** A key of `client-transport-security` or `peer-transport-security`. */
  public static Optional<ConfKey> findInSecurity(String name) {
    return Optional.ofNullable(ConfKeys.SECURITY.get(name));
  }

  /** The names of those that an owner may set. */
  public static List<String> ownersIn(EtcdVersion version) {
    return ConfKeys.ALL.values().stream()
        .filter(key -> key.role == Role.OWNER && key.isIn(version))
        .map(ConfKey::name)
        .toList();
  }

  public boolean isIn(EtcdVersion version) {
    return since.compareTo(version) <= 0;
  }

  /** The value in {@code node} as etcd would read it, or what is wrong with it. */
  public Reading read(Yaml node) {
    return ConfValue.read(this, node);
  }

  /** Whether no value is written: nothing, `""` or `[]`. */
  public static boolean isEmpty(Yaml node) {
    return node instanceof Yaml.Scalar scalar && scalar.text().isBlank()
        || node instanceof Yaml.Sequence sequence && sequence.items().isEmpty();
  }

  /**
   * A typed value, or the words for a message.
   *
   * @param problem such as "is a whole number (1), expected a string"; empty if all is well
   * @param remedy what to write instead
   */
  public record Reading(Optional<Setting> setting, String problem, String remedy) {
    static Reading of(Setting setting) {
      return new Reading(Optional.of(setting), "", "");
    }

    static Reading bad(String problem, String remedy) {
      return new Reading(Optional.empty(), problem, remedy);
    }
  }
}
