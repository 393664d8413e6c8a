package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.sim.Violation.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What really happened, by which every step is judged. */
final class Truth {
  private final Map<Long, List<Entry>> committed = new HashMap<>();
  private final Map<Long, Promise> promised = new HashMap<>();
  private final Set<Long> earlier = new HashSet<>();
  private final Set<Long> current = new HashSet<>();

  /** What a member had on its disk when it last voted or acknowledged. */
  private record Promise(long cluster, long term, long lastTerm, int size) {}

  /** Clusters that the seed knew no birth of, till somebody took them over or put it back. */
  private final Set<Long> apart = new HashSet<>();

  void unknownToTheSeed(long cluster) {
    if (!earlier.contains(cluster)) {
      apart.add(cluster);
      current.remove(cluster);
    }
  }

  boolean isApart(long cluster) {
    return apart.contains(cluster);
  }

  /** The owner starts over on purpose: what was, is an earlier cluster. */
  void startOver(long cluster) {
    earlier.addAll(current);
    earlier.add(cluster);
    earlier.addAll(apart);
    current.clear();
  }

  /** What no card has any more, and nobody remembers, can begin again. */
  void keepOnly(Set<Long> clusters) {
    promised.values().removeIf(p -> !clusters.contains(p.cluster));
    committed.keySet().retainAll(clusters);
    current.retainAll(clusters);
  }

  /** A member has voted, or told a leader that it has its entries. */
  void promised(Log log) {
    promised.put(
        log.member, new Promise(log.cluster, log.term, log.lastTerm(), log.entries.size()));
  }

  /** An etcd comes up with this log. */
  void started(Log log) {
    if (!keepsItsPromise(log)) {
      Promise was = promised.get(log.member);
      throw new Violation(
          Rule.AMNESIA,
          "member %x starts with %d entries of term %d, and had promised %d of term %d"
              .formatted(log.member, log.entries.size(), log.lastTerm(), was.size, was.lastTerm));
    }
  }

  /** It is not older than what its member voted or acknowledged with. */
  boolean keepsItsPromise(Log log) {
    Promise was = promised.get(log.member);
    boolean older =
        was != null
            && (log.term < was.term
                || log.lastTerm() < was.lastTerm
                || log.lastTerm() == was.lastTerm && log.entries.size() < was.size);
    return !older;
  }

  void elected(Log log) {
    List<Entry> known = committed.getOrDefault(log.cluster, List.of());
    boolean whole =
        log.entries.size() >= known.size() && log.entries.subList(0, known.size()).equals(known);
    if (!whole) {
      boolean writes = known.stream().anyMatch(e -> e.kind() == Entry.Kind.WRITE && !has(log, e));
      throw new Violation(
          writes ? Rule.LOST_WRITE : Rule.SECOND_CLUSTER,
          "member %x leads cluster %x in term %d without what was committed in it"
              .formatted(log.member, log.cluster, log.term));
    }
    if (!earlier.contains(log.cluster) && !apart.contains(log.cluster)) {
      current.add(log.cluster);
    }
    if (current.size() > 1) {
      throw new Violation(
          Rule.SECOND_CLUSTER, "cluster %x begins beside another".formatted(log.cluster));
    }
  }

  private static boolean has(Log log, Entry write) {
    return log.entries.stream()
        .anyMatch(e -> e.kind() == Entry.Kind.WRITE && e.number() == write.number());
  }

  /** A member takes its entries up to here for committed. */
  void committed(Log log, int from, int to) {
    List<Entry> known = committed.computeIfAbsent(log.cluster, c -> new ArrayList<>());
    for (int i = Math.min(from, known.size()); i < to; i++) {
      Entry entry = log.entries.get(i);
      if (i == known.size()) {
        known.add(entry);
      } else if (!known.get(i).equals(entry)) {
        throw new Violation(
            Rule.SECOND_CLUSTER,
            "member %x of cluster %x has another entry %d committed than others"
                .formatted(log.member, log.cluster, i));
      }
    }
  }

  /** All that was ever committed in a cluster. */
  List<Entry> committed(long cluster) {
    return committed.getOrDefault(cluster, List.of());
  }

  /** Not given up by its owner. */
  boolean isInForce(long cluster) {
    return isCurrent(cluster) || isApart(cluster) && !earlier.contains(cluster);
  }

  boolean isCurrent(long cluster) {
    return current.contains(cluster);
  }

  /** Clusters that had a leader since the owner last started over. */
  Set<Long> current() {
    return current;
  }

  /** The members as a quorum's list has them; a log may know less. */
  Members members(long cluster) {
    Log log = new Log(0, cluster);
    log.entries.addAll(committed(cluster));
    log.commit = log.entries.size();
    return Members.of(log);
  }
}
