package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestartTest {
  private static final HostPath DATA = Layout.member(Edge.DATA);
  private static final Cluster.LockAnswer NO_QUORUM =
      new Cluster.LockAnswer(Cluster.LockAnswer.Kind.NO_QUORUM, "");

  private final FakeWorld world = new FakeWorld(Edge.config());

  @BeforeEach
  void install() {
    world.host.files.put(
        Layout.INIT_SCRIPT,
        FileState.file(Content.of("#!/sbin/openrc-run\n"), Ownership.root(0755)));
    world.cluster.members = Optional.of(new Cluster.MemberList(new EtcdId(7), List.of()));
    world.host.files.put(DATA, FileState.folder(new Ownership("105", "etcd", 0700)));
    othersVote(true, true);
  }

  private void othersVote(boolean second, boolean third) {
    world.cluster.statuses.clear();
    world.cluster.statuses.add(status(1, true, false));
    world.cluster.statuses.add(status(2, second, false));
    world.cluster.statuses.add(status(3, third, false));
  }

  private static Cluster.MemberStatus status(int number, boolean votes, boolean learner) {
    return new Cluster.MemberStatus(
        new Cluster.ListedMember(
            new EtcdId(number), Edge.member(number).name().value(), List.of(), List.of(), learner),
        new EtcdId(7),
        "",
        votes ? "3.5.2" : "",
        0,
        false,
        0,
        0,
        0,
        votes,
        votes ? List.of() : List.of("connection refused"));
  }

  private boolean unattended;

  private void restart(int members) {
    Restart.run(
        world.world(),
        new ServiceChange.RestartService(
            "etcd",
            new Turn.Holder(Edge.member(1).name(), MemorySide.CARD),
            Edge.config().endpoints().metrics(),
            members,
            unattended,
            "heartbeat-interval 100 → 500",
            List.of(new FileChange.GiveToEtcd(DATA, 1))));
  }

  private RefusedChange refusedRestart() {
    return catchThrowableOfType(RefusedChange.class, () -> restart(3));
  }

  /** Under its old user etcd could not read it any more, and would end by that. */
  @Test
  void theDataIsGivenAwayOnlyWhileEtcdIsStopped() {
    FileState before = world.host.look(DATA);
    othersVote(true, false);
    refusedRestart();
    assertThat(world.host.look(DATA)).isEqualTo(before);

    othersVote(true, true);
    List<Boolean> given = new ArrayList<>();
    world.host.onStop = () -> given.add(isEtcds());
    world.host.onStart = () -> given.add(isEtcds());
    restart(3);

    assertThat(given).containsExactly(false, true);
  }

  private boolean isEtcds() {
    return world.host.look(DATA).ownership().orElseThrow().user().equals("etcd");
  }

  @Test
  void theOthersAreAskedTwiceFiveSecondsApart() {
    restart(3);

    assertThat(world.host.commands).containsExactly("stop", "start");
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void itWaitsForTheOneThatIsDownAndSaysSo() {
    othersVote(true, false);
    world.clock.after(Duration.ofSeconds(20), () -> othersVote(true, true));

    restart(3);

    assertThat(world.host.commands).containsExactly("stop", "start");
    assertThat(world.clock.sinceStart()).isGreaterThanOrEqualTo(Duration.ofSeconds(25));
    assertThat(world.report.waits)
        .contains("for x-k3s-m-3: connection refused; then etcd is restarted here");
  }

  @Test
  void oneThatComesAndGoesIsNotHealthyTwice() {
    world.clock.after(Duration.ofSeconds(3), () -> othersVote(false, true));
    world.clock.after(Duration.ofSeconds(7), () -> othersVote(true, true));

    restart(3);

    assertThat(world.clock.sinceStart()).isGreaterThanOrEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void theWaitIsBoundedAndNamesWhomItWasFor() {
    othersVote(true, false);

    RefusedChange refused = refusedRestart();

    assertThat(refused.refusal().reason()).contains("x-k3s-m-3", "heartbeat-interval 100 → 500");
    assertThat(refused.refusal().evidence()).containsExactly("x-k3s-m-3: connection refused");
    assertThat(world.host.commands).isEmpty();
    assertThat(world.clock.sinceStart()).isLessThan(Duration.ofSeconds(70));
  }

  @Test
  void withoutAQuorumThereIsNoneToLose() {
    othersVote(false, false);
    world.cluster.members = Optional.empty();
    world.cluster.lock = NO_QUORUM;

    restart(3);

    assertThat(world.host.commands).containsExactly("stop", "start");
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(5));
  }

  /** Its cards are slow: the list comes in time, and the lease of the lock does not. */
  @Test
  void aLockThatIsNotGivenInTimeIsWaitedFor() {
    world.cluster.lock = NO_QUORUM;
    world.clock.after(Duration.ofSeconds(20), () -> world.cluster.lock = Cluster.LockAnswer.HELD);

    restart(3);

    assertThat(world.cluster.made).contains("lock");
    assertThat(world.host.commands).containsExactly("stop", "start");
  }

  @Test
  void whoNeverGetsTheLockOfAClusterThatAnswersRestartsNothing() {
    world.cluster.lock = NO_QUORUM;

    assertThat(refusedRestart().refusal().reason()).contains("does not give its lock in time");
    assertThat(world.host.commands).isEmpty();
    assertThat(world.clock.sinceStart()).isLessThan(Duration.ofSeconds(70));
  }

  /** A list that does not come in time is no proof either, where etcd itself is well. */
  @Test
  void whatItsOwnEtcdSaysCountsToo() {
    world.cluster.lock = NO_QUORUM;
    world.cluster.members = Optional.empty();
    world.cluster.health = () -> new Cluster.OwnHealth(true, true, "");

    assertThat(refusedRestart().refusal().reason()).contains("does not give its lock in time");
    assertThat(world.host.commands).isEmpty();
  }

  /** One that comes back meanwhile gives the lock. */
  @Test
  void aQuorumIsMissedTwice() {
    Optional<Cluster.MemberList> list = world.cluster.members;
    world.cluster.lock = NO_QUORUM;
    world.cluster.members = Optional.empty();
    world.clock.after(
        Duration.ofSeconds(3),
        () -> {
          world.cluster.members = list;
          world.cluster.lock = Cluster.LockAnswer.HELD;
        });

    restart(3);

    assertThat(world.cluster.made).contains("lock");
  }

  /** It could be back between the look and the stop, by just one vote. */
  @Test
  void aQuorumThatGaveTheLockAndIsGoneIsWaitedFor() {
    othersVote(true, false);
    world.cluster.members = Optional.empty();

    assertThat(refusedRestart().refusal().reason()).contains("x-k3s-m-3 is not healthy");
    assertThat(world.host.commands).isEmpty();
  }

  /** An alarm is the whole cluster's, and a restart may be what raises the quota. */
  @Test
  void anAlarmTakesNoVoteAway() {
    Cluster.MemberStatus second = world.cluster.statuses.get(1);
    world.cluster.statuses.set(
        1,
        new Cluster.MemberStatus(
            second.member(),
            second.clusterId(),
            "",
            "3.5.2",
            0,
            false,
            0,
            0,
            0,
            false,
            List.of("memberID:2 alarm:NOSPACE ")));

    restart(3);

    assertThat(world.host.commands).containsExactly("stop", "start");
  }

  @Test
  void aLearnerHasNoVoteToWaitFor() {
    world.cluster.statuses.set(2, status(3, false, true));

    restart(3);

    assertThat(world.host.commands).containsExactly("stop", "start");
  }

  @Test
  void theOnlyMemberWaitsForNobody() {
    world.cluster.statuses.clear();
    lists(1);

    restart(1);

    assertThat(world.host.commands).containsExactly("stop", "start");
    assertThat(world.clock.sinceStart()).isZero();
  }

  /** A cluster.yml from before the others came. */
  @Test
  void theOnlyOneOfTheInventoryIsNotTheOnlyVoter() {
    lists(1, 2, 3);
    othersVote(true, false);
    String notAsked = "is not in cluster.yml, so it was not asked";
    world.cluster.statuses.set(2, notAsked(status(3, false, false), notAsked));

    RefusedChange refused = catchThrowableOfType(RefusedChange.class, () -> restart(1));

    assertThat(refused.refusal().evidence()).containsExactly("x-k3s-m-3: " + notAsked);
    assertThat(refused.refusal().commands())
        .containsExactly("put x-k3s-m-3 into cluster.yml, then run again");
    assertThat(world.host.commands).isEmpty();
  }

  /** Who cannot say that it is the only one is asked twice, as without a quorum. */
  @Test
  void theOnlyOneOfTheInventoryThatGivesNoListIsLookedAtTwice() {
    world.cluster.statuses.clear();
    world.cluster.members = Optional.empty();
    world.cluster.lock = new Cluster.LockAnswer(Cluster.LockAnswer.Kind.NO_QUORUM, "");

    restart(1);

    assertThat(world.host.commands).containsExactly("stop", "start");
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(5));
  }

  private void lists(Integer... members) {
    world.cluster.members =
        Optional.of(
            new Cluster.MemberList(
                new EtcdId(7),
                Stream.of(members).map(number -> status(number, true, false).member()).toList()));
  }

  private static Cluster.MemberStatus notAsked(Cluster.MemberStatus of, String why) {
    return new Cluster.MemberStatus(
        of.member(), of.clusterId(), "", "", 0, false, 0, 0, 0, false, List.of(why));
  }

  @Test
  void itWaitsForItsTurnAndNamesWhoseItIs() {
    world.cluster.lock = new Cluster.LockAnswer(Cluster.LockAnswer.Kind.TAKEN, "x-k3s-m-2");
    world.clock.after(Duration.ofSeconds(40), () -> world.cluster.lock = Cluster.LockAnswer.HELD);

    restart(3);

    assertThat(world.host.commands).containsExactly("stop", "start");
    assertThat(world.report.waits).contains("for x-k3s-m-2, which is changing the cluster");
    assertThat(world.clock.sinceStart()).isGreaterThanOrEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void whoNeverGetsItsTurnRestartsNothing() {
    world.cluster.lock = new Cluster.LockAnswer(Cluster.LockAnswer.Kind.TAKEN, "x-k3s-m-2");

    assertThat(refusedRestart().refusal().reason()).contains("x-k3s-m-2", "the restart of etcd");
    assertThat(world.host.commands).isEmpty();
  }

  /** The lock cannot be written then: all others answering twice must do, and somebody watches. */
  @Test
  void underAnAlarmOnlyAPersonsRunRestarts() {
    world.cluster.lock = new Cluster.LockAnswer(Cluster.LockAnswer.Kind.ALARM, "NOSPACE");
    unattended = true;
    assertThat(refusedRestart().refusal().reason()).contains("an alarm is raised");
    assertThat(world.host.commands).isEmpty();

    unattended = false;
    restart(3);
    assertThat(world.host.commands).containsExactly("stop", "start");
  }

  @Test
  void whoseTurnIsOverRestartsNothing() {
    world.clock.after(Duration.ofSeconds(3), world.cluster::unlock);

    assertThat(refusedRestart().refusal().reason()).contains("until its lock expired");
    assertThat(world.host.commands).isEmpty();
  }
}
