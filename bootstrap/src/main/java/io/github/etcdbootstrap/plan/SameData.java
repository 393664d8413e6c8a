package io.github.etcdbootstrap.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether all members hold the same data: a flipped bit in a value keeps no etcd from starting, and
 * without its corruption checks none of them ever says so.
 *
 * @param words one line
 * @param seen each member's hash, where they differ
 * @param commands what leads out then
 */
public record SameData(Verdict verdict, String words, List<String> seen, List<String> commands) {
  private static final int ROUNDS = 5;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** What the hashes say together. */
  public enum Verdict {
    SAME,
    DIFFERENT,
    /** Too few gave a hash, or they do not compare. */
    UNKNOWN
  }

  public SameData {
    seen = List.copyOf(seen);
    commands = List.copyOf(commands);
  }

  /**
   * Asks all members, anew where a compaction came between; that they differ is believed when it is
   * seen twice in a row, since a compaction that is at work can show it too.
   */
  public static SameData compare(Cluster cluster, Clock clock) {
    SameData before = of(cluster.hashes());
    boolean moving = before.isMoving();
    for (int round = 1; round < ROUNDS && moving; round++) {
      clock.sleep(BETWEEN);
      SameData now = of(cluster.hashes());
      boolean twice = now.verdict == Verdict.DIFFERENT && before.verdict == Verdict.DIFFERENT;
      moving = now.isMoving() && !twice;
      before = now;
    }
    return before.verdict == Verdict.DIFFERENT && moving
        ? unknown("their hashes differ at times: is a compaction at work?", before.seen)
        : before;
  }

  private boolean isMoving() {
    return verdict == Verdict.DIFFERENT || verdict == Verdict.UNKNOWN && !seen.isEmpty();
  }

  static SameData of(List<DataHash> all) {
    Map<DataHash.Value, List<String>> groups = groups(all);
    long answers = groups.values().stream().mapToLong(List::size).sum();
    boolean moved = all.stream().anyMatch(DataHash::moved);
    boolean compare = groups.keySet().stream().map(v -> v.compacted()).distinct().count() == 1;
    if (answers < 2 && !moved) {
      return unknown(missing(all), List.of());
    } else if (moved || !compare) {
      return unknown("a compaction came in between", seen(all));
    } else if (groups.size() == 1) {
      String none = missing(all);
      return new SameData(
          Verdict.SAME,
          "data: the same in " + names(groups.values().iterator().next()) + unasked(none),
          List.of(),
          List.of());
    }
    return versions(all) > 1
        ? unknown("their hashes differ, and so do their versions of etcd", List.of())
        : different(all, groups);
  }

  private static SameData different(List<DataHash> all, Map<DataHash.Value, List<String>> groups) {
    Optional<List<String>> most =
        groups.values().stream().filter(g -> 2 * g.size() > all.size()).findFirst();
    if (most.isEmpty()) {
      return new SameData(
          Verdict.DIFFERENT,
          "data: the members differ, and no majority agrees",
          seen(all),
          List.of(
              "nothing here says whose is right: keep a copy of each (etcdctl"
                  + " --endpoints=https://ADDRESS:2379 snapshot save FILE), and look into them",
              "then, on the host whose data is wrong: rc-service etcd stop, move the folder"
                  + " `member` of its data aside, and run etcd-bootstrap"));
    }
    List<String> odd =
        groups.values().stream()
            .filter(g -> g != most.get())
            .flatMap(List::stream)
            .sorted()
            .toList();
    List<String> commands = new ArrayList<>();
    odd.forEach(
        name ->
            commands.addAll(
                Alarms.replaceDamaged(
                    "on " + name,
                    "if there is an alarm by now (etcdctl alarm list): "
                        + Alarms.DISARM
                        + "   (on another host)")));
    return new SameData(
        Verdict.DIFFERENT,
        "data: %s %s from %s"
            .formatted(names(odd), odd.size() == 1 ? "differs" : "differ", names(most.get())),
        seen(all),
        commands);
  }

  private static Map<DataHash.Value, List<String>> groups(List<DataHash> all) {
    Map<DataHash.Value, List<String>> groups =
        new TreeMap<>(Comparator.comparing(DataHash.Value::toString));
    for (DataHash hash : all) {
      hash.value()
          .ifPresent(v -> groups.computeIfAbsent(v, x -> new ArrayList<>()).add(hash.member()));
    }
    return groups;
  }

  private static long versions(List<DataHash> all) {
    return all.stream()
        .filter(h -> h.value().isPresent())
        .map(DataHash::version)
        .distinct()
        .count();
  }

  private static SameData unknown(String why, List<String> seen) {
    return new SameData(Verdict.UNKNOWN, "data: not compared: " + why, seen, List.of());
  }

  private static List<String> seen(List<DataHash> all) {
    return all.stream()
        .map(h -> h.member() + ": " + h.value().map(v -> "hash " + v).orElse(h.why()))
        .toList();
  }

  private static String missing(List<DataHash> all) {
    return all.stream()
        .filter(h -> h.value().isEmpty())
        .map(h -> h.member() + ": " + h.why())
        .collect(Collectors.joining("; "));
  }

  private static String unasked(String none) {
    return none.isEmpty() ? "" : " (not compared with " + none + ")";
  }

  private static String names(List<String> members) {
    return String.join(", ", members);
  }
}
