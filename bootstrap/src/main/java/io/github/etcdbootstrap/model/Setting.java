package io.github.etcdbootstrap.model;

import java.util.List;

/**
 * A key of conf.yml and its value.
 *
 * @param values one text for a scalar, any number for a list
 */
public record Setting(String key, Type type, List<String> values) {
  /** How etcd's configuration reads the value; anything else is fatal to it. */
  public enum Type {
    STRING("a string"),
    LIST("a list of strings"),
    INTEGER("a whole number"),
    NANOSECONDS("a whole number of nanoseconds"),
    BOOLEAN("true or false"),
    SECTION("a group of keys");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  public Setting {
    values = List.copyOf(values);
  }

  public static Setting bool(String key, boolean value) {
    return new Setting(key, Type.BOOLEAN, List.of(Boolean.toString(value)));
  }

  /** The value for messages and for comparing: `500`, `a, b`. */
  public String shown() {
    return String.join(", ", values);
  }
}
