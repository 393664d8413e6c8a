package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Change.Outcome;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer;
import io.github.etcdbootstrap.plan.Cluster.LockAnswer;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that changes the list of members, and the turn that it is made in. */
class FenceTest {
  private static final MemberList LIST = Edge.list(Case.BIRTH, List.of(1, 2, 3));
  private static final EtcdId OWN = Case.ownId(Case.BIRTH);
  private static final String REMOVE = "remove " + OWN;
  private static final Turn.Holder HOLDER = new Turn.Holder(Edge.member(1).name(), MemorySide.CARD);

  private final FakeWorld world = new FakeWorld(Edge.config());

  @BeforeEach
  void healthy() {
    world.cluster.members = Optional.of(LIST);
    world.cluster.calls = call -> removed();
  }

  @Test
  void theCallIsMadeInItsTurn() {
    assertThat(remove()).isEqualTo(Outcome.DONE);
    assertThat(world.cluster.made).containsExactly("lock", REMOVE);
  }

  @Test
  void whatIsDoneAlreadyIsNotCalledFor() {
    removed();

    assertThat(remove()).isEqualTo(Outcome.DONE);
    assertThat(world.cluster.made).containsExactly("lock");
  }

  @Test
  void anotherListThanWasDecidedOnIsLookedAtAgain() {
    world.cluster.members = Optional.of(LIST.without(LIST.members().get(2).id()));

    assertThat(remove()).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.cluster.made).containsExactly("lock");
  }

  /** What answers at a member's address may be another cluster, which has no such member. */
  @Test
  void aListOfAnotherClusterShowsNothing() {
    world.cluster.members = Optional.of(new MemberList(new EtcdId(7), LIST.without(OWN).members()));

    assertThat(remove()).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.cluster.made).containsExactly("lock");
  }

  /** Somebody else has changed it too: what was to follow rests on a list that is no more. */
  @Test
  void whatIsDoneWithAnotherChangeIsLookedAtAgain() {
    world.cluster.calls =
        call -> {
          world.cluster.members =
              Optional.of(LIST.without(OWN).without(LIST.members().get(2).id()));
          return CallAnswer.DONE;
        };

    assertThat(remove()).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.cluster.made).containsExactly("lock", REMOVE);
  }

  @Test
  void whatIsRefusedAfterAnotherChangeIsLookedAtAgain() {
    world.cluster.calls =
        call -> {
          world.cluster.members = Optional.of(LIST.without(LIST.members().get(2).id()));
          return new CallAnswer(CallAnswer.Kind.REFUSED, "would lose its quorum");
        };

    assertThat(remove()).isEqualTo(Outcome.LOOK_AGAIN);
  }

  /** A member that may vote is not stopped after its turn: another may be in the middle of his. */
  @Test
  void whoseTurnIsOverStopsNoVoter() {
    Change stop = new ServiceChange.StopService("etcd", "its data is lost", true, Optional.empty());

    RefusedChange over = catchThrowableOfType(RefusedChange.class, () -> stop.apply(world.world()));

    assertThat(over.refusal().reason()).contains("stalled until its lock expired");
    assertThat(world.host.commands).isEmpty();
    world.cluster.lock(HOLDER.name(), HOLDER.installId());
    assertThat(stop.apply(world.world())).isEqualTo(Outcome.DONE);
    assertThat(world.host.commands).containsExactly("stop");
  }

  /** It was made, and only its answer was lost. */
  @Test
  void anAnswerThatNeverCameIsLookedUpBeforeItIsRepeated() {
    world.cluster.calls =
        call -> {
          removed();
          return new CallAnswer(CallAnswer.Kind.NO_ANSWER, "deadline exceeded");
        };

    assertThat(remove()).isEqualTo(Outcome.DONE);
    assertThat(world.cluster.made).containsExactly("lock", REMOVE);
  }

  @Test
  void whatWasNotMadeIsRepeated() {
    world.cluster.calls = call -> new CallAnswer(CallAnswer.Kind.NO_ANSWER, "deadline exceeded");
    world.clock.after(Duration.ofSeconds(3), () -> world.cluster.calls = call -> removed());

    assertThat(remove()).isEqualTo(Outcome.DONE);
    assertThat(world.cluster.made).filteredOn(REMOVE::equals).hasSizeGreaterThan(2);
  }

  @Test
  void whatIsRefusedAfterItWasMadeIsDone() {
    world.cluster.calls =
        call -> {
          removed();
          return new CallAnswer(CallAnswer.Kind.REFUSED, "member not found");
        };

    assertThat(remove()).isEqualTo(Outcome.DONE);
  }

  @Test
  void whatIsRefusedIsNotAskedForAgain() {
    world.cluster.calls = call -> new CallAnswer(CallAnswer.Kind.REFUSED, "would lose its quorum");

    assertThat(refused().refusal().reason())
        .isEqualTo(
            "the removal of x-k3s-m-1 (%s) did not succeed: would lose its quorum".formatted(OWN));
    assertThat(world.cluster.made).containsExactly("lock", REMOVE);
  }

  /** Just after a removal etcd is not connected to all for 5 s. */
  @Test
  void anUnhealthyClusterIsWaitedForAndNotForEver() {
    world.cluster.calls = call -> new CallAnswer(CallAnswer.Kind.UNHEALTHY, "unhealthy cluster");

    assertThat(refused().refusal().reason()).endsWith("did not succeed: unhealthy cluster");
    assertThat(world.clock.sinceStart())
        .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(2).plusSeconds(2));
    assertThat(world.report.waits)
        .contains("for the cluster to remove the old ID: unhealthy cluster");
  }

  /** Without a quorum nothing is called: nobody could say what came of it. */
  @Test
  void withoutAListNothingIsCalled() {
    world.cluster.members = Optional.empty();
    world.clock.after(Duration.ofSeconds(5), () -> world.cluster.members = Optional.of(LIST));

    assertThat(remove()).isEqualTo(Outcome.DONE);
    assertThat(world.cluster.made).containsExactly("lock", REMOVE);
    assertThat(world.clock.sinceStart()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
  }

  /** The run was held up past its lease, and wakes in the middle of a change. */
  @Test
  void whoseTurnIsOverChangesNothing() {
    world.cluster.calls =
        call -> {
          world.cluster.unlock();
          return new CallAnswer(CallAnswer.Kind.UNHEALTHY, "unhealthy cluster");
        };

    RefusedChange over = refused();

    assertThat(over.refusal().reason()).contains("until its lock expired");
    assertThat(world.cluster.made).containsExactly("lock", REMOVE, "unlock");
  }

  @Test
  void whoHoldsTheLockIsWaitedForByName() {
    world.cluster.lock = new LockAnswer(LockAnswer.Kind.TAKEN, "x-k3s-m-3");
    world.clock.after(Duration.ofMinutes(4), () -> world.cluster.lock = LockAnswer.HELD);

    assertThat(remove()).isEqualTo(Outcome.DONE);
    assertThat(world.report.waits).contains("for x-k3s-m-3, which is changing the cluster");
    assertThat(world.clock.sinceStart()).isGreaterThanOrEqualTo(Duration.ofMinutes(4));
  }

  /** The last answer may come late. */
  @Test
  void whatIsDoneAtTheLastMomentIsDone() {
    world.cluster.calls =
        call -> {
          world.clock.sleep(Duration.ofMinutes(3));
          return removed();
        };

    assertThat(remove()).isEqualTo(Outcome.DONE);
  }

  @Test
  void theWaitForTheLockIsBounded() {
    world.cluster.lock = new LockAnswer(LockAnswer.Kind.TAKEN, "x-k3s-m-3");

    assertThat(refused().refusal().reason())
        .startsWith("x-k3s-m-3 has held the cluster's lock for 10 minutes");
    assertThat(world.clock.sinceStart())
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(10).plusSeconds(3));
    assertThat(world.cluster.made).isEmpty();
  }

  @Test
  void withoutTheLockNothingIsChanged() {
    world.cluster.lock = new LockAnswer(LockAnswer.Kind.ALARM, "NOSPACE");
    assertThat(refused().refusal().reason())
        .startsWith("an alarm keeps the cluster from being changed");

    world.cluster.lock = new LockAnswer(LockAnswer.Kind.NO_QUORUM, "");
    assertThat(refused().refusal().reason())
        .startsWith("no quorum gave the cluster's lock in time");
    assertThat(world.cluster.made).isEmpty();
  }

  private CallAnswer removed() {
    world.cluster.members = Optional.of(LIST.without(OWN));
    return CallAnswer.DONE;
  }

  private Outcome remove() {
    return new MemberChange.RemoveMember(HOLDER, OWN, LIST, "its data is lost")
        .apply(world.world());
  }

  private RefusedChange refused() {
    return catchThrowableOfType(RefusedChange.class, this::remove);
  }
}
