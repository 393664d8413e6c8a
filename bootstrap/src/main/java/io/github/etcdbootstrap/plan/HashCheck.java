package io.github.etcdbootstrap.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose data is wrong, where etcd's check before it serves found another hash than a peer's: that
 * alone says only that they differ, and a good member beside a damaged one ends with the same
 * words.
 */
final class HashCheck {
  private HashCheck() {}

  /** Says so where more than half of all members have one hash, and this one has another. */
  static Optional<String> outvoted(List<LogLine> log) {
    Set<String> others = new HashSet<>();
    Map<String, Set<String>> byHash = new HashMap<>();
    for (LogLine line : log) {
      if (line.text().equals("added remote peer")) {
        line.value("remote-peer-id").ifPresent(others::add);
      } else if (line.text().equals("found different hash values from remote peer")) {
        String hash = line.value("remote-peer-hash").orElse("");
        byHash
            .computeIfAbsent(hash, h -> new HashSet<>())
            .add(line.value("remote-peer-endpoints").orElse(""));
      }
    }
    int majority = (others.size() + 1) / 2 + 1;
    return byHash.size() == 1 && byHash.values().iterator().next().size() >= majority
        ? Optional.of("found data inconsistency with peers, all of which agree")
        : Optional.empty();
  }
}
