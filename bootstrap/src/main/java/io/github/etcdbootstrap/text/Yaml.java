package io.github.etcdbootstrap.text;

import java.util.List;
import java.util.Map;

/** A node of a strict YAML document; each knows its line (1-based) in the source. */
public sealed interface Yaml {
  int line();

  /** What a YAML 1.1 reader such as etcd's takes a scalar for. */
  enum Kind {
    STRING("a string"),
    INTEGER("a whole number"),
    DECIMAL("a decimal number"),
    BOOLEAN("true or false"),
    EMPTY("nothing");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For messages: "a whole number". */
    public String words() {
      return words;
    }
  }

  /** A single value; {@code text} is as written, without quotes. */
  record Scalar(int line, Kind kind, String text) implements Yaml {}

  /** A list. */
  record Sequence(int line, List<Yaml> items) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys in the order of the document; {@code keyLines} has the line of each key. */
  record Mapping(int line, Map<String, Yaml> entries, Map<String, Integer> keyLines)
      implements Yaml {
    public int lineOf(String key) {
      return keyLines.getOrDefault(key, line);
    }
  }
}
