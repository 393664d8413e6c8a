package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.text.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words in a template that stand for something else; replaced in values, as whole words. */
public final class Placeholders {
  /** Letters, digits and underscores make a word: NODE1 ends at `.` and `=`, not in NODE10. */
  private static final Pattern WORD =
      Pattern.compile("(?<!\\w)(NODENAME|NODEIP|NODE\\d+|DOMAIN|INITTOKEN)(?!\\w)");

  private static final Pattern LEFT =
      Pattern.compile(
          WORD.pattern()
              + "|\\$\\{[^}]*\\}|\\{\\{[^}]*\\}\\}|@[A-Za-z]\\w*@|<[A-Za-z][\\w -]*>"
              + "|(?<!\\w)\\$[A-Z_]+(?!\\w)");

  private final Map<String, String> values;

  public Placeholders(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** The same node with its values' placeholders replaced; keys and kinds stay. */
  public Yaml in(Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.kind() == Yaml.Kind.STRING
          ? new Yaml.Scalar(scalar.line(), scalar.kind(), in(scalar.text()))
          : scalar;
    }
    if (node instanceof Yaml.Sequence sequence) {
      return new Yaml.Sequence(sequence.line(), sequence.items().stream().map(this::in).toList());
    }
    Yaml.Mapping mapping = (Yaml.Mapping) node;
    Map<String, Yaml> entries = new LinkedHashMap<>();
    mapping.entries().forEach((key, value) -> entries.put(key, in(value)));
    return new Yaml.Mapping(mapping.line(), entries, mapping.keyLines());
  }

  String in(String text) {
    return WORD.matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(values.getOrDefault(match.group(), match.group())));
  }

  /** The first placeholder that still stands in {@code node}. */
  public static Optional<String> leftIn(Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      Matcher matcher = LEFT.matcher(scalar.text());
      return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
    List<Yaml> inner =
        node instanceof Yaml.Sequence sequence
            ? sequence.items()
            : List.copyOf(((Yaml.Mapping) node).entries().values());
    return inner.stream().map(Placeholders::leftIn).flatMap(Optional::stream).findFirst();
  }
}
