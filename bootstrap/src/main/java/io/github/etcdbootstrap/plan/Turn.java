package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.MemberName;
import java.time.Duration;
import java.util.List;

/**
 * One node at a time changes the membership or restarts its etcd: the lock in the cluster, waited
 * for, with its holder's name shown. It is held until the run ends.
 */
final class Turn {
  /** As long as another member may take to catch up; a dead holder's lease ends much sooner. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration STEP = Duration.ofSeconds(2);

  private Turn() {}

  /** Who wants the lock. */
  record Holder(MemberName name, String installId) {}

  /**
   * Takes the lock, unless this run has it.
   *
   * @return how it is now: held, or not to be had because there is no quorum or an alarm
   * @throws RefusedChange if another host has it for as long as was waited, or this run has lost it
   */
  static Cluster.LockAnswer.Kind take(World world, Holder holder, String forWhat) {
    Deadline deadline = Deadline.in(world.clock(), LONGEST);
    while (true) {
      Cluster.LockAnswer answer = world.cluster().lock(holder.name(), holder.installId());
      if (answer.kind() == Cluster.LockAnswer.Kind.LOST) {
        throw new RefusedChange(over(forWhat));
      } else if (answer.kind() != Cluster.LockAnswer.Kind.TAKEN) {
        return answer.kind();
      } else if (deadline.isOver()) {
        throw new RefusedChange(refusal(answer.reason(), forWhat));
      }
      world.report().waiting("for " + answer.reason() + ", which is changing the cluster");
      world.clock().sleep(STEP);
    }
  }

  /**
   * The same where nothing can be done without.
   *
   * @throws RefusedChange also if the lock cannot be had at all
   */
  static void require(World world, Holder holder, String forWhat) {
    Cluster.LockAnswer.Kind kind = take(world, holder, forWhat);
    if (kind != Cluster.LockAnswer.Kind.HELD) {
      String why =
          kind == Cluster.LockAnswer.Kind.ALARM
              ? "an alarm keeps the cluster from being changed"
              : "no quorum gave the cluster's lock in time";
      throw new RefusedChange(
          new Refusal(
              why + ", so " + forWhat + " must wait",
              List.of(),
              List.of(Refusal.SEE_STATUS + ", then run again"),
              true));
    }
  }

  /** Another host may have changed what this run rests on. */
  static Refusal over(String forWhat) {
    return new Refusal(
        "this run was stalled until its lock expired; " + forWhat + " was not done",
        List.of(),
        List.of("run again"),
        false);
  }

  private static Refusal refusal(String other, String forWhat) {
    return new Refusal(
        "%s has held the cluster's lock for %d minutes, and %s must wait"
            .formatted(other, LONGEST.toMinutes(), forWhat),
        List.of(),
        List.of("see how far it is on " + other + ", then run again"),
        true);
  }
}
