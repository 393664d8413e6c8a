package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The calls that change the list of members, each behind a {@link Fence}. */
final class Members {
  /** An add is refused for the first 5 s of a connection, and a removal may just have passed. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration STEP = Duration.ofMillis(500);

  private Members() {}

  static Change.Outcome remove(World world, MemberChange.RemoveMember change) {
    String what = "the removal of " + change.holder().name() + " (" + change.id() + ")";
    return new Fence(
            world, change.holder(), what, change.list(), l -> l.member(change.id()).isEmpty())
        .run(
            new Fence.Bounded(PATIENCE),
            cluster -> cluster.remove(change.id()),
            answer -> "for the cluster to remove the old ID: " + answer.reason());
  }

  /** The mark comes right after the ID: an ID without one is taken away again by the next run. */
  static Change.Outcome add(World world, MemberChange.AddLearner change) {
    if (FirstStart.isRunning(world) || FirstStart.hasWal(world, change.member())) {
      return Change.Outcome.LOOK_AGAIN;
    }
    world.host().remove(Layout.VOTER);
    String what = "adding " + change.holder().name() + " to the cluster";
    Change.Outcome outcome =
        new Fence(world, change.holder(), what, change.list(), l -> added(l, change).isPresent())
            .run(
                new Fence.Bounded(PATIENCE),
                cluster -> cluster.addLearner(change.peerUrl()),
                answer -> "for the cluster to add this host: " + answer.reason());
    if (outcome != Change.Outcome.DONE) {
      return outcome;
    }
    Optional<ListedMember> added = world.cluster().members().flatMap(l -> added(l, change));
    added.ifPresent(
        member ->
            Marks.write(
                world,
                Mark.of(
                    change.holder().name().value(),
                    member.id(),
                    Mark.State.INTENDED,
                    change.details()),
                change.shared()));
    return Change.Outcome.DONE_LOOK_AGAIN;
  }

  private static Optional<ListedMember> added(MemberList list, MemberChange.AddLearner change) {
    return list.at(change.peerUrl())
        .filter(m -> m.learner() && change.list().member(m.id()).isEmpty());
  }

  static Change.Outcome promote(World world, MemberChange.PromoteMember change) {
    String what = "the promotion of " + change.holder().name() + " (" + change.id() + ")";
    CatchingUp catchingUp = new CatchingUp(world, change.id());
    Change.Outcome outcome =
        new Fence(
                world,
                change.holder(),
                what,
                change.list(),
                l -> l.member(change.id()).filter(m -> !m.learner()).isPresent())
            .run(
                catchingUp,
                cluster -> cluster.promote(change.id()),
                answer ->
                    answer.kind() == CallAnswer.Kind.NOT_IN_SYNC
                        ? catchingUp.words()
                        : "for the cluster to promote this member: " + answer.reason());
    if (outcome == Change.Outcome.DONE) {
      world.host().write(Voting.note(change.id()));
    }
    return outcome;
  }

  static Change.Outcome readdress(World world, MemberChange.ChangePeerUrl change) {
    String what = "the new address of " + change.holder().name();
    return new Fence(
            world,
            change.holder(),
            what,
            change.list(),
            l ->
                l.member(change.id())
                    .filter(m -> m.peerUrls().equals(List.of(change.peerUrl())))
                    .isPresent())
        .run(
            new Fence.Bounded(PATIENCE),
            cluster -> cluster.changePeerUrl(change.id(), change.peerUrl()),
            answer -> "for the cluster to take the new address: " + answer.reason());
  }

  static void awaitRemoval(World world, MemberChange.AwaitRemoval change) {
    Deadline deadline = Deadline.in(world.clock(), PATIENCE);
    while (true) {
      List<PeerPage> behind =
          world.cluster().pages(change.voters()).stream()
              .filter(p -> p.list().filter(l -> l.member(change.id()).isEmpty()).isEmpty())
              .toList();
      if (behind.isEmpty() && isWritten(world, change.holder())) {
        return;
      } else if (deadline.isOver()) {
        throw new HostFailure(
            "the removal of %s is not known to %s yet".formatted(change.id(), names(behind)),
            "run `leave` again once they answer; etcd keeps running here until then");
      }
      world.report().waiting("for " + names(behind) + " to know that this member is gone");
      world.clock().sleep(STEP);
    }
  }

  /**
   * The lock is given back through the others, and taken before if a run that was cut has removed
   * the ID: that this can be written shows that the removal is on the disks of a majority of those
   * who stay.
   */
  private static boolean isWritten(World world, Turn.Holder holder) {
    Cluster.LockAnswer.Kind lock = world.cluster().lock(holder.name(), holder.installId()).kind();
    return world.cluster().unlock() && lock == Cluster.LockAnswer.Kind.HELD;
  }

  private static String names(List<PeerPage> pages) {
    return pages.isEmpty()
        ? "the other members"
        : pages.stream().map(p -> p.peer().name().value()).collect(Collectors.joining(", "));
  }

  /** The file on the card tells a person's next run that there is something to forget. */
  static void remember(World world, MemberChange.RememberUnattended change) {
    HostPath file = Layout.REPLACED_UNATTENDED;
    world.cluster().rememberReplaced(change.holder().name(), change.unattended());
    if (change.unattended()) {
      world.host().write(new NodeFile(file, Content.of(""), Ownership.root(0644)));
    } else {
      world.host().remove(file);
    }
  }

  /** As long as a learner comes nearer it is waited for. */
  private static final class CatchingUp implements Fence.Patience {
    private static final Duration WITHOUT_PROGRESS = Duration.ofMinutes(3);

    /** The learner may not answer while it reads its log, and it can be promoted meanwhile. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    private final World world;
    private final EtcdId id;
    private Optional<Duration> lastProgress = Optional.empty();
    private Duration lastLook;
    private long applied = -1;
    private long leaders;

    CatchingUp(World world, EtcdId id) {
      this.world = world;
      this.id = id;
      this.lastLook = world.clock().sinceStart();
    }

    @Override
    public boolean isOver(Clock clock) {
      Duration since = lastProgress.orElseGet(clock::sinceStart);
      lastProgress = Optional.of(since);
      return clock.sinceStart().minus(since).compareTo(WITHOUT_PROGRESS) > 0;
    }

    String words() {
      if (world.clock().sinceStart().minus(lastLook).compareTo(BETWEEN_LOOKS) >= 0) {
        look();
        lastLook = world.clock().sinceStart();
      }
      return "for this member to catch up"
          + (applied < 0 ? "" : ": %d of %d".formatted(applied, leaders));
    }

    private void look() {
      List<Cluster.MemberStatus> statuses = world.cluster().statuses();
      leaders = statuses.stream().mapToLong(Cluster.MemberStatus::raftAppliedIndex).max().orElse(0);
      long now =
          statuses.stream()
              .filter(s -> s.member().id().equals(id))
              .mapToLong(Cluster.MemberStatus::raftAppliedIndex)
              .findFirst()
              .orElse(0);
      if (now > applied) {
        applied = now;
        lastProgress = Optional.of(world.clock().sinceStart());
      }
    }
  }
}
