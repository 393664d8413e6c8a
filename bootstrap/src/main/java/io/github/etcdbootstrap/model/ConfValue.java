package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.model.ConfKey.Reading;
import io.github.etcdbootstrap.text.Shown;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads one value of conf.yml by its key's type, as strictly as etcd does. */
final class ConfValue {
  /** Any other word stops etcd, or is taken for the default without a word. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "logger", List.of("zap"),
          "log-level", List.of("debug", "info", "warn", "error", "dpanic", "panic", "fatal"),
          "auto-compaction-mode", List.of("periodic", "revision"),
          "metrics", List.of("basic", "extensive"),
          "backend-bbolt-freelist-type", List.of("array", "map"),
          "v2-deprecation", List.of("not-yet", "write-only", "write-only-drop-data", "gone"),
          "tls-min-version", List.of("TLS1.2", "TLS1.3"),
          "tls-max-version", List.of("TLS1.2", "TLS1.3"));

  private final ConfKey key;
  private final Yaml node;

  private ConfValue(ConfKey key, Yaml node) {
    this.key = key;
    this.node = node;
  }

  static Reading read(ConfKey key, Yaml node) {
    return new ConfValue(key, node).read();
  }

  private Reading read() {
    return switch (key.type()) {
      case STRING -> string();
      case LIST -> list();
      case INTEGER -> integer("write a whole number without quotes");
      case NANOSECONDS -> integer("write nanoseconds: an hour is 3600000000000");
      case BOOLEAN -> bool();
      case SECTION ->
          node instanceof Yaml.Mapping
              ? Reading.of(new Setting(key.name(), Setting.Type.SECTION, List.of()))
              : mismatch("indent its keys below it");
    };
  }

  private Reading string() {
    if (!isScalar(Yaml.Kind.STRING)) {
      return mismatch(
          node instanceof Yaml.Scalar scalar
              ? "quote it: \"" + Shown.text(scalar.text()) + "\""
              : "write one value" + (node instanceof Yaml.Sequence ? ", separated by commas" : ""));
    }
    String text = text();
    List<String> words = WORDS.getOrDefault(key.name(), List.of(text));
    if (!words.contains(text)) {
      return Reading.bad(
          "is " + Shown.text(text) + ", which etcd does not know",
          "write " + String.join(" or ", words));
    }
    if (key.name().equals("auto-compaction-retention")
        && !text.matches("\\d+|(\\d+(\\.\\d+)?(ns|us|ms|s|m|h)){1,9}")) {
      return Reading.bad(
          "is " + Shown.text(text) + ", expected a number or a time", "write \"1\" or \"30m\"");
    }
    return scalar(text);
  }

  private Reading list() {
    if (!(node instanceof Yaml.Sequence sequence)) {
      return mismatch(
          node instanceof Yaml.Scalar scalar
              ? "write a list: [" + Shown.text(scalar.text()) + "]"
              : "write a list: [first, second]");
    }
    List<String> values = new ArrayList<>();
    for (Yaml item : sequence.items()) {
      if (!(item instanceof Yaml.Scalar scalar) || scalar.kind() != Yaml.Kind.STRING) {
        return Reading.bad(
            "has " + YamlFields.describe(item) + " in its list, expected a string", "quote it");
      }
      values.add(scalar.text());
    }
    return Reading.of(new Setting(key.name(), key.type(), values));
  }

  private Reading integer(String remedy) {
    // Decimal only: YAML's 0x10, 010, 1_000 and 1:30 are numbers to one reader, words to another.
    String form = key.signed() ? "-?(0|[1-9]\\d{0,17})" : "0|[1-9]\\d{0,17}";
    return isScalar(Yaml.Kind.INTEGER) && text().matches(form) ? scalar(text()) : mismatch(remedy);
  }

  private Reading bool() {
    return isScalar(Yaml.Kind.BOOLEAN)
        ? scalar(Boolean.toString(YamlFields.truth(text())))
        : mismatch("write true or false, without quotes");
  }

  private Reading scalar(String text) {
    return Reading.of(new Setting(key.name(), key.type(), List.of(text)));
  }

  private Reading mismatch(String remedy) {
    return Reading.bad(
        "is " + YamlFields.describe(node) + ", expected " + key.type().words(), remedy);
  }

  private boolean isScalar(Yaml.Kind kind) {
    return node instanceof Yaml.Scalar scalar && scalar.kind() == kind;
  }

  private String text() {
    return ((Yaml.Scalar) node).text();
  }
}
