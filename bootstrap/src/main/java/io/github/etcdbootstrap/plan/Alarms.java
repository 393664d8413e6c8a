package io.github.etcdbootstrap.plan;

import java.util.List;
import java.util.Optional;

/** An alarm is a report, not a repair; membership does not change meanwhile. */
final class Alarms {
  private Alarms() {}

  static Optional<Refusal> refusal(List<Cluster.MemberStatus> statuses) {
    return Optional.empty();
  }
}
