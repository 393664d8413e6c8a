package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What differs between two configurations of etcd, in words: `heartbeat-interval 100 → 500`. */
final class ConfDiff {
  private static final int SHOWN = 4;
  private static final String INITIAL_CLUSTER = "initial-cluster";

  private ConfDiff() {}

  static String between(String old, String wanted) {
    try {
      List<String> differences = differences(flat(old), flat(wanted));
      return differences.isEmpty() ? ": its comments" : ": " + shortened(differences);
    } catch (BadInput e) {
      return ": it was not readable";
    }
  }

  /** What an etcd with data that was started with {@code old} lacks; empty if nothing. */
  static String missingIn(String old, String wanted) {
    try {
      Map<String, String> before = flat(old);
      Map<String, String> after = flat(wanted);
      // With data on disk etcd reads none of them: the one file for the first start has them.
      before.keySet().removeIf(key -> key.startsWith(INITIAL_CLUSTER));
      after.keySet().removeIf(key -> key.startsWith(INITIAL_CLUSTER));
      return shortened(differences(before, after));
    } catch (BadInput e) {
      return "what it was started with is not readable";
    }
  }

  private static List<String> differences(Map<String, String> before, Map<String, String> after) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      String was = before.get(key);
      String is = after.get(key);
      if (!Objects.equals(was, is)) {
        differences.add(Shown.text(key) + " " + shown(was) + " → " + shown(is));
      }
    }
    return differences;
  }

  private static String shortened(List<String> differences) {
    int more = differences.size() - SHOWN;
    return String.join(", ", differences.subList(0, Math.min(SHOWN, differences.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String shown(String value) {
    return value == null ? "none" : value.isEmpty() ? "empty" : Shown.text(value);
  }

  private static Map<String, String> flat(String text) {
    Map<String, String> flat = new LinkedHashMap<>();
    collect("", YamlReader.readMapping("conf.yml", text), flat);
    return flat;
  }

  private static void collect(String prefix, Yaml.Mapping mapping, Map<String, String> flat) {
    mapping
        .entries()
        .forEach(
            (key, node) -> {
              if (node instanceof Yaml.Mapping inner) {
                collect(prefix + key + ".", inner, flat);
              } else {
                flat.put(prefix + key, value(node));
              }
            });
  }

  private static String value(Yaml node) {
    if (node instanceof Yaml.Sequence sequence) {
      return sequence.items().stream().map(ConfDiff::value).collect(Collectors.joining(","));
    }
    return ((Yaml.Scalar) node).text();
  }
}
