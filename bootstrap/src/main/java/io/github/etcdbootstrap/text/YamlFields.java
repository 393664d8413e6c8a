package io.github.etcdbootstrap.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one mapping, read by type; what is wrong is collected, so that all of it can be
 * reported together.
 */
public final class YamlFields {
  private final String source;
  private final String prefix;
  private final Yaml.Mapping mapping;
  private final List<Problem> problems;

  public YamlFields(String source, Yaml.Mapping mapping) {
    this(source, "", mapping, new ArrayList<>());
  }

  private YamlFields(String source, String prefix, Yaml.Mapping mapping, List<Problem> problems) {
    this.source = source;
    this.prefix = prefix;
    this.mapping = mapping;
    this.problems = problems;
  }

  /** Every key but these is a problem. */
  public YamlFields only(Set<String> known) {
    for (String key : mapping.entries().keySet()) {
      if (!known.contains(key)) {
        String hint = Nearest.hint(key, known);
        problem(
            key,
            "is not a key of this file",
            (hint.isEmpty() ? "remove it; " : hint) + "known keys: " + sorted(known));
      }
    }
    return this;
  }

  /** Whatever stands there. */
  public Optional<Yaml> any(String key) {
    return Optional.ofNullable(mapping.entries().get(key));
  }

  /** A string; a number or a boolean is a problem, as is an empty value. */
  public Optional<String> string(String key) {
    return scalar(key, Yaml.Kind.STRING, "quote it if it is meant as a word");
  }

  public Optional<Boolean> bool(String key) {
    return scalar(key, Yaml.Kind.BOOLEAN, "write true or false").map(YamlFields::truth);
  }

  /** A value of any scalar kind, as it is written. */
  public Optional<String> written(String key) {
    return any(key)
        .filter(Yaml.Scalar.class::isInstance)
        .map(node -> ((Yaml.Scalar) node).text())
        .filter(text -> !text.isEmpty());
  }

  /** The keys below {@code key}; what is wrong with them is collected here. */
  public Optional<YamlFields> fields(String key) {
    Yaml node = mapping.entries().get(key);
    if (node == null || node instanceof Yaml.Mapping) {
      return Optional.ofNullable((Yaml.Mapping) node)
          .map(inner -> new YamlFields(source, prefix + key + ".", inner, problems));
    }
    problem(key, "is " + describe(node) + ", expected keys of its own", "indent them below it");
    return Optional.empty();
  }

  /** A list of strings, none of them empty; what is none is a problem. */
  public List<String> strings(String key) {
    Yaml node = mapping.entries().get(key);
    List<String> strings = new ArrayList<>();
    if (node instanceof Yaml.Sequence sequence) {
      for (Yaml item : sequence.items()) {
        if (item instanceof Yaml.Scalar scalar
            && scalar.kind() == Yaml.Kind.STRING
            && !scalar.text().isEmpty()) {
          strings.add(scalar.text());
        } else {
          problemAt(
              item.line(),
              key,
              "has " + describe(item) + " in its list, expected a string",
              "quote it if it is meant as a word");
        }
      }
    } else if (node != null) {
      problem(key, "is " + describe(node) + ", expected a list", "write [\"…\", \"…\"]");
    }
    return strings;
  }

  /** A problem unless the key is there with a value of some kind. */
  public boolean required(String key, String remedy) {
    Yaml node = mapping.entries().get(key);
    boolean missing =
        node == null || node instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.EMPTY;
    if (missing) {
      problem(key, node == null ? "is missing" : "has no value", remedy);
    }
    return !missing;
  }

  public void problem(String key, String what, String remedy) {
    problemAt(mapping.lineOf(key), key, what, remedy);
  }

  /** For a value that has a line of its own, such as an item of a list. */
  private void problemAt(int line, String key, String what, String remedy) {
    problems.add(
        new Problem(source + ":" + line + ": `" + prefix + Shown.text(key) + "` " + what, remedy));
  }

  public Yaml.Mapping mapping() {
    return mapping;
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * @throws BadInput if anything was found wrong
   */
  public void throwIfBad() {
    if (!problems.isEmpty()) {
      throw new BadInput(problems);
    }
  }

  public static String describe(Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.kind() == Yaml.Kind.EMPTY || scalar.text().isEmpty()
          ? "empty"
          : scalar.kind().words() + " (" + Shown.text(scalar.text()) + ")";
    }
    return node instanceof Yaml.Sequence ? "a list" : "a group of keys";
  }

  /** YAML 1.1's words for true. */
  public static boolean truth(String text) {
    return Set.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT));
  }

  private Optional<String> scalar(String key, Yaml.Kind kind, String remedy) {
    Yaml node = mapping.entries().get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof Yaml.Scalar scalar && scalar.kind() == kind && !scalar.text().isEmpty()) {
      return Optional.of(scalar.text());
    }
    problem(key, "is " + describe(node) + ", expected " + kind.words(), remedy);
    return Optional.empty();
  }

  private static String sorted(Set<String> known) {
    return String.join(", ", new TreeSet<>(known));
  }
}
