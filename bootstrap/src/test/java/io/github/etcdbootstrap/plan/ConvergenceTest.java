package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConvergenceTest {
  private static final Change GROUP = new ServiceChange.AddGroup("etcd");
  private static final Change USER = new ServiceChange.AddUser("etcd", "etcd");
  private static final Change START = new ServiceChange.StartService("etcd");

  /** Says LOOK_AGAIN while etcd runs. */
  private static final Change MARK =
      new StartChange.WriteMark(
          Scenario.aBareHost().mark(Case.BIRTH, Mark.State.INTENDED, MemorySide.CARD),
          Layout.member(Edge.DATA),
          false);

  private static final Plan NOTHING = Plan.of(List.of(), List.of());

  private final FakeWorld world = new FakeWorld(Edge.config());
  private final Deque<Plan> plans = new ArrayDeque<>();

  @Test
  void nothingToChange() {
    assertThat(run(NOTHING)).isEqualTo(new Convergence.Outcome(NOTHING, 0));
    assertThat(world.report.applied).isEmpty();
  }

  @Test
  void eachChangeIsAnnouncedAndMadeInOrderThenLookedAtAgain() {
    Convergence.Outcome outcome = run(of(GROUP, USER), NOTHING);

    assertThat(outcome).isEqualTo(new Convergence.Outcome(NOTHING, 2));
    assertThat(world.report.applied).containsExactly(GROUP, USER);
    assertThat(world.host.accounts().users()).containsOnlyKeys("root", "etcd");
  }

  @Test
  void aSecondRoundMayHaveOtherChanges() {
    assertThat(run(of(GROUP), of(USER), NOTHING).changes()).isEqualTo(2);
  }

  @Test
  void whatComesUpAgainRightAfterItWasMadeFailsByItsName() {
    assertThatThrownBy(() -> run(of(GROUP, USER), of(USER)))
        .isInstanceOf(HostFailure.class)
        .hasMessage("this did not hold: add user etcd to group etcd");
    assertThat(world.report.applied).containsExactly(GROUP, USER);
  }

  @Test
  void whatFoundTheWorldOtherwiseEndsTheRound() {
    world.host.pids = List.of(812L);

    Convergence.Outcome outcome = run(of(GROUP, MARK, START), NOTHING);

    assertThat(outcome.changes()).isEqualTo(1);
    assertThat(world.report.applied).containsExactly(GROUP, MARK);
    assertThat(world.host.commands).isEmpty();
  }

  /** It was not made, so it may be planned again: but not for ever. */
  @Test
  void roundsAreBounded() {
    world.host.pids = List.of(812L);
    Plan again = of(MARK);

    assertThatThrownBy(() -> new Convergence(world.world(), () -> again).run())
        .isInstanceOf(HostFailure.class)
        .hasMessage("after 8 rounds there is still something to change");
    assertThat(world.report.applied).hasSize(8);
  }

  @Test
  void aRefusalThatStandsIsFinalAtOnce() {
    Plan refused = refused(false);

    assertThat(run(refused)).isEqualTo(new Convergence.Outcome(refused, 0));
    assertThat(world.clock.sinceStart()).isZero();
    assertThat(world.report.waits).isEmpty();
  }

  @Test
  void aRefusalThatMayPassIsFinalAfterHalfAMinute() {
    Plan refused = refused(true);

    Convergence.Outcome outcome = new Convergence(world.world(), () -> refused).run();

    assertThat(outcome.last()).isEqualTo(refused);
    assertThat(world.clock.sinceStart()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(34));
    assertThat(world.report.waits).isNotEmpty().containsOnly("for the others: why");
  }

  /** A clock is set by others than the peers, and takes longer. */
  @Test
  void theClockIsWaitedForAMinute() {
    Plan behind = Plan.refused(new Refusal("behind", List.of(), List.of(), true, true), List.of());

    Convergence.Outcome outcome = new Convergence(world.world(), () -> behind).run();

    assertThat(outcome.last()).isEqualTo(behind);
    assertThat(world.clock.sinceStart()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(64));
    assertThat(world.report.waits).isNotEmpty().containsOnly("for the clock: behind");
  }

  @Test
  void aRefusalThatPassesIsNone() {
    assertThat(run(refused(true), refused(true), of(GROUP), NOTHING).changes()).isEqualTo(1);
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(4));
  }

  /** Half of it done, then refused: what was made is reported. */
  @Test
  void aRefusalMayComeAfterAChange() {
    Plan refused = refused(false);

    assertThat(run(of(GROUP), refused)).isEqualTo(new Convergence.Outcome(refused, 1));
  }

  @Test
  void whatFailsEndsTheRun() {
    assertThatThrownBy(() -> run(of(GROUP, START, USER)))
        .isInstanceOf(HostFailure.class)
        .hasMessage("/etc/init.d/etcd is not there");
    assertThat(world.host.accounts().users()).containsOnlyKeys("root");
  }

  @Test
  void theLockIsGivenBackHoweverItEnds() {
    Change prove = prove();
    world.cluster.members = Optional.of(LIST);

    assertThatThrownBy(() -> run(of(prove, START))).isInstanceOf(HostFailure.class);

    assertThat(world.cluster.made).containsExactly("lock", "unlock");
  }

  /** It changes nothing, so it may be needed again; and what comes after a look rests on it. */
  @Test
  void whatOnlyLooksMayComeAgain() {
    Change prove = prove();
    world.cluster.members = Optional.of(LIST);

    assertThat(run(of(prove, GROUP), of(prove, USER), NOTHING).changes()).isEqualTo(4);
    assertThat(world.cluster.made).containsExactly("lock", "lock", "unlock");
  }

  private static final Cluster.MemberList LIST =
      new Cluster.MemberList(Case.BIRTH.clusterId(), List.of());

  private static Change prove() {
    Turn.Holder holder = new Turn.Holder(Edge.member(1).name(), MemorySide.CARD);
    return new MemberChange.Prove(holder, EtcdId.NOBODY, LIST, Duration.ZERO, Proving.JOIN);
  }

  private Convergence.Outcome run(Plan... inOrder) {
    plans.addAll(List.of(inOrder));
    return new Convergence(world.world(), plans::removeFirst).run();
  }

  private static Plan of(Change... changes) {
    return Plan.of(List.of(changes), List.of());
  }

  private static Plan refused(boolean mayPass) {
    return Plan.refused(new Refusal("why", List.of(), List.of(), mayPass), List.of());
  }
}
