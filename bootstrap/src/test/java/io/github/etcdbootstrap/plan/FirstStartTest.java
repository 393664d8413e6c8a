package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Change.Outcome;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of the one start that begins without data. */
class FirstStartTest {
  private static final HostPath MEMBER = Layout.member(Edge.DATA);
  private static final NodeFile PERMIT =
      new NodeFile(Layout.FIRST, Content.of("# permit\n"), Marks.OWNERSHIP);

  private final FakeWorld world = new FakeWorld(Edge.config());
  private final Mark intended =
      Scenario.aBareHost().mark(Case.BIRTH, Mark.State.INTENDED, MemorySide.CARD);
  private final Mark started =
      Scenario.aBareHost().mark(Case.BIRTH, Mark.State.STARTED, MemorySide.CARD);

  @BeforeEach
  void installed() {
    world.host.addGroup("etcd");
    world.host.addUser("etcd", "etcd");
    world.host.folder(Layout.MARKS, new Ownership("etcd", "etcd", 0750));
    world.host.folder(Edge.DATA, new Ownership("etcd", "etcd", 0700));
  }

  @Test
  void theLogIsThereAndItIsTheIntendedMembers() {
    world.clock.after(Duration.ofSeconds(20), world::writeLog);
    world.clock.after(Duration.ofSeconds(22), () -> ownPage(Edge.list(Case.BIRTH, List.of())));

    assertThat(confirm()).isEqualTo(Outcome.DONE);
    assertThat(world.host.look(Layout.MARKS.child(started.fileName())).content())
        .contains(started.toContent());
    assertThat(world.seed.files)
        .containsEntry("members/" + started.fileName(), started.toContent());
    assertThat(world.host.commands).isEmpty();
  }

  /** Nobody would know what runs: nothing is marked, and the next run reads its log. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEtcdThatDoesNotSayWhoItIsIsStopped(boolean hasPage) {
    world.writeLog();
    if (hasPage) {
      ownPage(Edge.list(Case.BIRTH, List.of()));
      world.cluster.ownId = Optional::empty;
    } else {
      world.cluster.ownId = () -> Optional.of(Case.ownId(Case.BIRTH));
    }

    assertThatThrownBy(this::confirm)
        .isInstanceOf(HostFailure.class)
        .hasMessage("etcd did not say within 60 s as which member it started; it is stopped");
    assertThat(world.clock.sinceStart()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    assertThat(world.host.commands).containsExactly("stop");
    assertThat(world.host.list(MEMBER.child("wal"))).containsExactly("0-0.wal");
    assertThat(world.host.list(Layout.MARKS)).isEmpty();
    assertThat(world.seed.files.keySet()).noneMatch(n -> n.endsWith(".started"));
  }

  @Test
  void withoutALogInTimeTheServiceIsStoppedAndThePermitTakenAway() {
    world.host.folder(Layout.FIRST_FOLDER, Ownership.root(0750));
    world.host.write(PERMIT);
    world.host.folder(Layout.LOGS, Ownership.root(0750));
    world.host.write(
        new NodeFile(Layout.SERVICE_LOG, Content.of("panic: x-k3s-m-3\n"), Ownership.root(0640)));

    assertThatThrownBy(this::confirm)
        .isInstanceOf(HostFailure.class)
        .hasMessage(
            "etcd made no write-ahead log within 60 s of its first start:"
                + " it says \"panic: x-k3s-m-3\"")
        .extracting(e -> ((HostFailure) e).problem().remedy())
        .asString()
        .endsWith("; etcd was stopped again");
    assertThat(world.clock.sinceStart()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    assertThat(world.host.commands).containsExactly("stop");
    assertThat(world.host.look(Layout.FIRST)).isEqualTo(FileState.ABSENT);
    assertThat(world.seed.files.keySet()).noneMatch(n -> n.endsWith(".started"));
    assertThat(world.host.list(Layout.MARKS)).isEmpty();
  }

  /** It has begun to vote since it was looked at, and may be needed by now. */
  @Test
  void whoHasALogByNowIsNotStoppedForHavingNone() {
    Change stop =
        new ServiceChange.StopService(Layout.SERVICE, "it has no data", false, Optional.of(MEMBER));
    world.writeLog();

    assertThat(stop.apply(world.world())).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.host.commands).isEmpty();
  }

  /** Its log came while it was being stopped: then it ran, and that must be remembered. */
  @Test
  void aLogThatComesTooLateIsNotForgotten() {
    world.host.onStop = world::writeLog;

    assertThatThrownBy(this::confirm).isInstanceOf(HostFailure.class);
    assertThat(FirstStart.hasWal(world.world(), MEMBER)).isTrue();
    assertThat(world.host.files.keySet()).anyMatch(p -> p.isUnder(MEMBER));
  }

  @Test
  void anotherMemberThanIntendedIsStopped() {
    world.host.onStop = () -> assertThat(world.host.list(MEMBER.child("wal"))).isNotEmpty();
    world.writeLog();
    ownPage(Edge.list(Edge.birth(Edge.spec(), "10571057"), List.of()));

    assertThatThrownBy(this::confirm)
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("etcd started as a different member than " + started.fileName());
    assertThat(world.host.commands).containsExactly("stop");
    assertThat(world.host.look(MEMBER)).isEqualTo(FileState.ABSENT);
    assertThat(world.host.list(ASIDE.child("wal"))).containsExactly("0-0.wal");
    assertThat(world.host.list(Layout.MARKS)).isEmpty();
  }

  /** The list of all members has the intended ID, and what runs is another of them. */
  @Test
  void anotherIdOfTheSameClusterIsAnotherMemberToo() {
    world.writeLog();
    ownPage(Edge.list(Case.BIRTH, List.of()));
    world.cluster.ownId = () -> Optional.of(Edge.list(Case.BIRTH, List.of()).members().get(1).id());

    assertThatThrownBy(this::confirm).hasMessageContaining("etcd started as a different member");
  }

  @Test
  void aMarkIsInTheSeedBeforeItIsOnTheCard() {
    FakeSeed pulled =
        new FakeSeed() {
          @Override
          public void put(String name, Content content) {
            throw new HostFailure("the stick was pulled", "put it back");
          }
        };
    FakeWorld without = new FakeWorld(Edge.config(), pulled);

    assertThatThrownBy(() -> Marks.write(without.world(), intended, true))
        .hasMessage("the stick was pulled");
    assertThat(without.host.list(Layout.MARKS)).isEmpty();
  }

  @Test
  void aMarkIsNeverRewritten() {
    Content old = Content.of("written before\n");
    HostPath path = Layout.MARKS.child(intended.fileName());
    world.host.write(new NodeFile(path, old, Marks.OWNERSHIP));
    world.seed.files.put("members/" + intended.fileName(), old);

    Marks.write(world.world(), intended, true);

    assertThat(world.host.look(path).content()).contains(old);
    assertThat(world.seed.files).containsEntry("members/" + intended.fileName(), old);
  }

  @Test
  void aSeedThatIsNotSharedGetsNoMark() {
    assertThat(new StartChange.WriteMark(intended, MEMBER, false).apply(world.world()))
        .isEqualTo(Outcome.DONE);
    assertThat(world.seed.files.keySet()).noneMatch(n -> n.startsWith("members/"));
    assertThat(world.host.list(Layout.MARKS)).containsExactly(intended.fileName());
  }

  /** etcd takes the ID that the peer it asks has at its URL. */
  @Test
  void aPeerThatIsBehindIsWaitedForBeforeThePermit() {
    Cluster.MemberList behind = Edge.list(Edge.birth(Edge.spec(), "10571057"), List.of());
    peerPage(behind);
    world.clock.after(Duration.ofSeconds(4), () -> peerPage(Edge.list(Case.BIRTH, List.of(2))));

    assertThat(permitBesidePeers()).isEqualTo(Outcome.DONE);
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(4));
    assertThat(world.report.waits).contains("for x-k3s-m-2 to know this member");
  }

  @Test
  void aPeerThatStaysBehindKeepsThePermitBack() {
    peerPage(Edge.list(Edge.birth(Edge.spec(), "10571057"), List.of()));

    assertThat(permitBesidePeers()).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.host.look(Layout.FIRST)).isEqualTo(FileState.ABSENT);
  }

  /** What is not on its disk a power cut takes back, and the peer is behind again. */
  @Test
  void aPeerThatKnowsHasItOnItsDiskBeforeThePermit() {
    peerPage(Edge.list(Case.BIRTH, List.of(2)));
    world.cluster.flushes = () -> world.clock.sinceStart().toSeconds() >= 3;

    assertThat(permitBesidePeers()).isEqualTo(Outcome.DONE);
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(3));
    assertThat(world.cluster.made).containsOnly("flush [x-k3s-m-2]");
    assertThat(world.report.waits).contains("for the others to have on disk that this is a member");
  }

  @Test
  void aPeerThatCannotWriteKeepsThePermitBack() {
    peerPage(Edge.list(Case.BIRTH, List.of(2)));
    world.cluster.flushes = () -> false;

    assertThat(permitBesidePeers()).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.host.look(Layout.FIRST)).isEqualTo(FileState.ABSENT);
  }

  /** Its ID has run meanwhile, on another card. */
  @Test
  void whoIsPublishedGetsNoPermit() {
    peerPage(Edge.list(Case.BIRTH, List.of(1, 2)));

    assertThat(permitBesidePeers()).isEqualTo(Outcome.LOOK_AGAIN);
  }

  private Outcome permitBesidePeers() {
    return new StartChange.PermitFirstStart(
            PERMIT, MEMBER, Case.ownId(Case.BIRTH), Edge.config().others(), true)
        .apply(world.world());
  }

  private void peerPage(Cluster.MemberList list) {
    PeerPage page = new PeerPage(Edge.member(2), PeerPage.Answer.FORMED, Optional.of(list), "");
    world.cluster.pages.put(Edge.member(2), () -> page);
  }

  @Test
  void thePermitIsEtcds() {
    assertThat(
            new StartChange.PermitFirstStart(
                    PERMIT, MEMBER, Case.ownId(Case.BIRTH), List.of(), false)
                .apply(world.world()))
        .isEqualTo(Outcome.DONE);
    assertThat(world.host.look(Layout.FIRST_FOLDER).ownership())
        .contains(new Ownership("etcd", "etcd", 0750));
    assertThat(world.host.look(Layout.FIRST).content()).contains(PERMIT.content());
  }

  /** Between looking and doing etcd may have come up, or its log: then nothing is done. */
  @Test
  void nothingIsDoneToWhatRunsOrHasData() {
    List<Change> steps =
        List.of(
            new StartChange.WriteMark(intended, MEMBER, true),
            new StartChange.PermitFirstStart(
                PERMIT, MEMBER, Case.ownId(Case.BIRTH), List.of(), false),
            new StartChange.MoveDataAside(MEMBER, Edge.DATA.child("aside").child("m"), false));
    world.writeLog();
    var before = new TreeMap<>(world.host.files);
    steps.forEach(s -> assertThat(s.apply(world.world())).isEqualTo(Outcome.LOOK_AGAIN));

    world.host.remove(Layout.wal(Edge.DATA).child("0-0.wal"));
    before.remove(Layout.wal(Edge.DATA).child("0-0.wal"));
    world.host.pids = List.of(812L);
    steps.forEach(s -> assertThat(s.apply(world.world())).isEqualTo(Outcome.LOOK_AGAIN));

    assertThat(world.host.files).isEqualTo(before);
  }

  @Test
  void dataThatIsGoneMeanwhileIsNotMoved() {
    Change move = new StartChange.MoveDataAside(MEMBER, Edge.DATA.child("aside").child("m"), true);

    assertThat(move.apply(world.world())).isEqualTo(Outcome.LOOK_AGAIN);
  }

  @Test
  void dataMovesAsideWhole() {
    world.writeLog();
    HostPath aside = Edge.DATA.child("aside").child("member-1");

    assertThat(new StartChange.MoveDataAside(MEMBER, aside, true).apply(world.world()))
        .isEqualTo(Outcome.DONE);
    assertThat(world.host.list(aside.child("wal"))).containsExactly("0-0.wal");
    assertThat(world.host.look(MEMBER)).isEqualTo(FileState.ABSENT);
  }

  @Test
  void whoeverIsFirstDrawsTheBirth() {
    Change draw = new StartChange.DrawBirth(FakeSeed.PLACE, Case.BIRTH, MemorySide.CARD, "draw");

    assertThat(draw.apply(world.world())).isEqualTo(Outcome.DONE);
    assertThat(draw.apply(world.world())).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.seed.files).containsEntry("birth.yml", Case.BIRTH.toContent());
  }

  private static final HostPath ASIDE = Edge.DATA.child("aside").child("wrong-1");

  private Outcome confirm() {
    return new StartChange.ConfirmStarted(started, Edge.member(1), MEMBER, ASIDE, true)
        .apply(world.world());
  }

  private void ownPage(Cluster.MemberList list) {
    PeerPage page = new PeerPage(Edge.member(1), PeerPage.Answer.EMPTY, Optional.of(list), "");
    world.cluster.pages.put(Edge.member(1), () -> page);
    world.cluster.ownId = () -> Optional.of(Case.ownId(Case.BIRTH));
  }
}
