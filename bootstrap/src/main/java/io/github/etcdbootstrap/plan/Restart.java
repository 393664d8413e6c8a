package io.github.etcdbootstrap.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Restarts etcd where that cannot cost the cluster its quorum: all other voters answer and have a
 * leader, asked twice; or there is no quorum to lose. Else it waits, bounded, and says for whom.
 */
final class Restart {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofSeconds(2);

  /** More than the moment between the look at the lock and the stop. */
  static final Duration REST = Duration.ofSeconds(10);

  private final World world;
  private final ServiceChange.RestartService change;

  private Restart(World world, ServiceChange.RestartService change) {
    this.world = world;
    this.change = change;
  }

  /**
   * @throws RefusedChange if it would cost the quorum for as long as was waited
   */
  static void run(World world, ServiceChange.RestartService change) {
    if (change.members() > 1 || !isTheOnlyVoter(world)) {
      new Restart(world, change).await();
    }
    world.host().stop(change.service());
    change.whileStopped().forEach(c -> c.apply(world));
    world.host().start(change.service());
  }

  /** Also by its own list: a cluster.yml of one may be from before the others came. */
  private static boolean isTheOnlyVoter(World world) {
    return world.cluster().members().filter(l -> l.voters().size() == 1).isPresent();
  }

  private void await() {
    Cluster.LockAnswer.Kind turn = turn();
    if (turn == Cluster.LockAnswer.Kind.NO_QUORUM) {
      return;
    } else if (turn == Cluster.LockAnswer.Kind.ALARM && change.unattended()) {
      throw new RefusedChange(
          new Refusal(
              "etcd is not restarted (%s): an alarm is raised, and this run is unattended"
                  .formatted(change.why()),
              List.of(),
              List.of(Refusal.SEE_STATUS + ", then run again without --unattended"),
              true));
    }
    boolean locked = turn == Cluster.LockAnswer.Kind.HELD;
    awaitOthers(locked);
    if (locked && !world.cluster().holdsLock(REST)) {
      throw new RefusedChange(Turn.over("the restart of etcd"));
    }
  }

  /**
   * Without a quorum there is none to lose, and no lock to be had. That the lock was not given in
   * time does not show that there is none: its cards may be slow.
   */
  private Cluster.LockAnswer.Kind turn() {
    Cluster.LockAnswer.Kind turn = take();
    Duration deadline = world.clock().sinceStart().plus(LONGEST);
    while (turn == Cluster.LockAnswer.Kind.NO_QUORUM && !isQuorumGone()) {
      if (world.clock().sinceStart().compareTo(deadline) > 0) {
        throw new RefusedChange(noLock());
      }
      world.report().waiting("for the lock in the cluster, which it does not give in time");
      world.clock().sleep(STEP);
      turn = take();
    }
    return turn;
  }

  private Cluster.LockAnswer.Kind take() {
    return Turn.take(world, change.member(), "the restart of etcd here");
  }

  /** By two looks: others restart too, and theirs may be what made one fail. */
  private boolean isQuorumGone() {
    if (doesQuorumAnswer()) {
      return false;
    }
    world.clock().sleep(BETWEEN_LOOKS);
    return !doesQuorumAnswer();
  }

  private boolean doesQuorumAnswer() {
    return world.cluster().ownHealth(change.health()).healthy()
        || world.cluster().members().isPresent();
  }

  private Refusal noLock() {
    return new Refusal(
        "etcd is not restarted (%s): the cluster answers, and does not give its lock in time"
            .formatted(change.why()),
        List.of(),
        List.of("it may be busy, or its cards slow: run again"),
        true);
  }

  /** Safe by two looks with nothing unsafe between them. */
  private void awaitOthers(boolean locked) {
    Deadline deadline = Deadline.in(world.clock(), LONGEST);
    boolean wasSafe = false;
    while (true) {
      Optional<Cluster.MemberStatus> obstacle = obstacle(locked);
      if (obstacle.isEmpty() && wasSafe) {
        return;
      }
      obstacle.ifPresent(
          status -> {
            if (deadline.isOver()) {
              throw new RefusedChange(refusal(status));
            }
            world.report().waiting("for " + words(status) + "; then etcd is restarted here");
          });
      wasSafe = obstacle.isEmpty();
      world.clock().sleep(wasSafe ? BETWEEN_LOOKS : STEP);
    }
  }

  /**
   * Another voter that does not vote now, while there is a quorum. Where the lock was given there
   * was one, and it may be back before the stop.
   */
  private Optional<Cluster.MemberStatus> obstacle(boolean locked) {
    List<Cluster.MemberStatus> statuses = world.cluster().statuses();
    Optional<Cluster.MemberStatus> unhealthy =
        statuses.stream()
            .filter(s -> !s.member().learner() && !isSelf(s))
            .filter(s -> !s.votes())
            .findFirst();
    return unhealthy.isPresent() && (locked || world.cluster().members().isPresent())
        ? unhealthy
        : Optional.empty();
  }

  private boolean isSelf(Cluster.MemberStatus status) {
    return status.member().name().equals(change.member().name().value());
  }

  private Refusal refusal(Cluster.MemberStatus status) {
    String name = status.member().name();
    return new Refusal(
        "etcd is not restarted (%s): %s is not healthy, and without this member too the cluster"
                .formatted(change.why(), name)
            + " could lose its quorum",
        List.of(words(status)),
        List.of(
            isInInventory(status)
                ? "fix " + name + " first: run etcd-bootstrap there, then again here"
                : "put " + name + " into cluster.yml, then run again"),
        true);
  }

  /** Else its status is that it could not be asked. */
  private static boolean isInInventory(Cluster.MemberStatus status) {
    return status.errors().stream().noneMatch(e -> e.contains("not in cluster.yml"));
  }

  private static String words(Cluster.MemberStatus status) {
    return status.member().name() + ": " + String.join(", ", status.errors());
  }
}
