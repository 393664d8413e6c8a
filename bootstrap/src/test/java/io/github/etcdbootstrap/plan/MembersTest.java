package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Change.Outcome;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes the list of members, and what is proved before. */
class MembersTest {
  private static final MemberList WHOLE = Edge.list(Case.BIRTH, List.of(1, 2, 3));
  private static final EtcdId OWN = Case.ownId(Case.BIRTH);
  private static final MemberList OTHERS = WHOLE.without(OWN);
  private static final String URL = WHOLE.members().get(0).peerUrls().get(0);
  private static final EtcdId NEW = Case.ADDED_ID;
  private static final Mark.Details DETAILS =
      new Mark.Details(Case.BIRTH.token(), Case.BIRTH.clusterId(), MemorySide.CARD, "now");
  private static final Turn.Holder HOLDER = new Turn.Holder(Edge.member(1).name(), MemorySide.CARD);

  private final FakeWorld world = new FakeWorld(Edge.config());

  @BeforeEach
  void healthy() {
    world.host.addGroup("etcd");
    world.host.addUser("etcd", "etcd");
    world.host.folder(Layout.MARKS, new Ownership("etcd", "etcd", 0750));
    world.cluster.members = Optional.of(OTHERS);
    allWell();
  }

  @Test
  void theMarkComesRightAfterTheId() {
    world.cluster.calls = call -> listed(new ListedMember(NEW, "", List.of(URL), List.of(), true));

    assertThat(add()).isEqualTo(Outcome.DONE_LOOK_AGAIN);
    String mark = "x-k3s-m-1-" + NEW + ".intended";
    assertThat(world.host.list(Layout.MARKS)).containsExactly(mark);
    assertThat(world.seed.files).containsKey("members/" + mark);
  }

  /** The ID is read from the list: an answer may have been another call's. */
  @Test
  void withoutALearnerAtOurUrlThereIsNoNewId() {
    world.cluster.calls = call -> new CallAnswer(CallAnswer.Kind.REFUSED, "peer URL exists");
    assertThat(catchThrowableOfType(RefusedChange.class, this::add)).isNotNull();

    world.cluster.calls = call -> listed(new ListedMember(NEW, "", List.of(URL), List.of(), false));
    assertThat(add()).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.host.list(Layout.MARKS)).isEmpty();
  }

  @Test
  void nobodyIsAddedWhoseEtcdRunsOrHasData() {
    world.host.pids = List.of(812L);
    assertThat(add()).isEqualTo(Outcome.LOOK_AGAIN);

    world.host.pids = List.of();
    world.writeLog();
    assertThat(add()).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(world.cluster.made).isEmpty();
  }

  /** As long as it comes nearer it is waited for; then three minutes more. */
  @Test
  void progressExtendsThePatience() {
    MemberList list = learning();
    world.cluster.calls = call -> new CallAnswer(CallAnswer.Kind.NOT_IN_SYNC, "not in sync");
    for (int minute = 1; minute <= 9; minute++) {
      int now = minute;
      world.clock.after(Duration.ofMinutes(minute), () -> applied(list, now * 100));
    }

    RefusedChange late =
        catchThrowableOfType(
            RefusedChange.class,
            () -> new MemberChange.PromoteMember(HOLDER, NEW, list).apply(world.world()));

    assertThat(late.refusal().reason()).contains("the promotion of x-k3s-m-1", "not in sync");
    assertThat(world.clock.sinceStart())
        .isBetween(Duration.ofMinutes(12), Duration.ofMinutes(12).plusSeconds(5));
    assertThat(world.report.waits).contains("for this member to catch up: 900 of 4000");
  }

  @Test
  void whoHasCaughtUpVotes() {
    MemberList list = learning();
    world.cluster.calls = call -> new CallAnswer(CallAnswer.Kind.NOT_IN_SYNC, "not in sync");
    world.clock.after(
        Duration.ofSeconds(7),
        () ->
            world.cluster.calls =
                call -> listed(new ListedMember(NEW, "x-k3s-m-1", List.of(URL), List.of(), false)));

    assertThat(new MemberChange.PromoteMember(HOLDER, NEW, list).apply(world.world()))
        .isEqualTo(Outcome.DONE);
    assertThat(world.host.look(Layout.VOTER).content()).contains(Content.of(NEW + "\n"));
  }

  /** What is noted of the old ID is not the new one's. */
  @Test
  void whoIsAddedDoesNotVoteYet() {
    world.host.write(Voting.note(OWN));
    world.cluster.calls = call -> listed(new ListedMember(NEW, "", List.of(URL), List.of(), true));

    add();

    assertThat(world.host.look(Layout.VOTER).is(FileState.Kind.ABSENT)).isTrue();
  }

  @Test
  void aLeavingMemberWaitsUntilAllOthersKnow() {
    List.of(2, 3).forEach(n -> page(n, WHOLE));
    world.clock.after(Duration.ofSeconds(2), () -> page(2, OTHERS));
    world.clock.after(Duration.ofSeconds(6), () -> page(3, OTHERS));

    new MemberChange.AwaitRemoval(HOLDER, OWN, Edge.config().others()).apply(world.world());

    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(6));
    assertThat(world.report.waits).contains("for x-k3s-m-3 to know that this member is gone");
  }

  /** A write through the others: the lock, which a run that was cut has not. */
  @Test
  void whatARunThatWasCutRemovedIsWrittenByALockOfItsOwn() {
    page(2, OTHERS);
    page(3, OTHERS);
    world.cluster.lock = new Cluster.LockAnswer(Cluster.LockAnswer.Kind.NO_QUORUM, "");
    world.clock.after(Duration.ofSeconds(4), () -> world.cluster.lock = Cluster.LockAnswer.HELD);

    new MemberChange.AwaitRemoval(HOLDER, OWN, Edge.config().others()).apply(world.world());

    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(4));
    assertThat(world.cluster.made).containsExactly("lock", "unlock");
  }

  /** One that is silent may not know: etcd goes on here. */
  @Test
  void whoIsSilentIsNoWitness() {
    page(2, OTHERS);

    assertThatThrownBy(
            () ->
                new MemberChange.AwaitRemoval(HOLDER, OWN, Edge.config().others())
                    .apply(world.world()))
        .isInstanceOf(HostFailure.class)
        .hasMessage("the removal of %s is not known to x-k3s-m-3 yet".formatted(OWN));
    assertThat(world.clock.sinceStart()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void theOthersAreProvedTwice() {
    world.cluster.members = Optional.of(WHOLE);

    assertThat(prove()).isEqualTo(Outcome.DONE);
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(5));
    assertThat(world.cluster.made).containsExactly("lock");
  }

  /** What was done meanwhile, such as an installation, is part of the 5 s. */
  @Test
  void whoeverWasFirstAskedLongAgoIsAskedAtOnce() {
    world.cluster.members = Optional.of(WHOLE);
    world.clock.sleep(Duration.ofSeconds(4));

    assertThat(prove()).isEqualTo(Outcome.DONE);
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(5));

    world.clock.sleep(Duration.ofMinutes(1));
    assertThat(prove()).isEqualTo(Outcome.DONE);
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(65));
  }

  @Test
  void aSecondLookThatFailsIsNoProof() {
    world.cluster.members = Optional.of(WHOLE);
    world.clock.after(
        Duration.ofSeconds(4), () -> world.cluster.statuses.set(2, status(3, 0, "no answer")));

    RefusedChange refused = catchThrowableOfType(RefusedChange.class, this::prove);

    assertThat(refused.refusal().evidence()).containsExactly("x-k3s-m-3: no answer");
  }

  @Test
  void aListThatChangesBetweenTheLooksIsLookedAtAgain() {
    world.cluster.members = Optional.of(WHOLE);
    world.clock.after(Duration.ofSeconds(4), () -> world.cluster.members = Optional.of(OTHERS));

    assertThat(prove()).isEqualTo(Outcome.LOOK_AGAIN);
  }

  /** A person's good run forgets that this member was replaced while nobody watched. */
  @Test
  void aPersonsGoodRunForgets() {
    new MemberChange.RememberUnattended(HOLDER, true).apply(world.world());
    assertThat(world.cluster.replacedUnattended).containsExactly(HOLDER.name());
    FileState noted = world.host.look(Layout.REPLACED_UNATTENDED);
    Scenario host = Scenario.aFinishedHost().file(Layout.REPLACED_UNATTENDED, noted);

    assertThat(host.plan().changes())
        .singleElement()
        .isInstanceOf(MemberChange.RememberUnattended.class);
    assertThat(host.orders(new Orders(false, false, false, true)).plan().changes()).isEmpty();

    new MemberChange.RememberUnattended(HOLDER, false).apply(world.world());
    assertThat(world.cluster.replacedUnattended).isEmpty();
    assertThat(world.host.look(Layout.REPLACED_UNATTENDED).is(FileState.Kind.ABSENT)).isTrue();
  }

  /** When the others were asked the first time. */
  private static final Duration FIRST = Duration.ZERO;

  private Outcome prove() {
    return new MemberChange.Prove(HOLDER, OWN, WHOLE, FIRST, Proving.REPLACE).apply(world.world());
  }

  private Outcome add() {
    return new MemberChange.AddLearner(HOLDER, URL, OTHERS, DETAILS, Layout.member(Edge.DATA), true)
        .apply(world.world());
  }

  private MemberList learning() {
    listed(new ListedMember(NEW, "x-k3s-m-1", List.of(URL), List.of(), true));
    return world.cluster.members.orElseThrow();
  }

  private CallAnswer listed(ListedMember own) {
    world.cluster.members =
        Optional.of(
            new MemberList(
                OTHERS.clusterId(),
                Stream.concat(OTHERS.members().stream(), Stream.of(own)).toList()));
    return CallAnswer.DONE;
  }

  private void applied(MemberList list, long index) {
    world.cluster.statuses.set(0, status(list.member(NEW).orElseThrow(), index));
  }

  private void page(int number, MemberList list) {
    Cluster.PeerPage page =
        new Cluster.PeerPage(
            Edge.member(number), Cluster.PeerPage.Answer.FORMED, Optional.of(list), "");
    world.cluster.pages.put(Edge.member(number), () -> page);
  }

  private void allWell() {
    world.cluster.statuses.clear();
    List.of(1, 2, 3).forEach(n -> world.cluster.statuses.add(status(n, 4000)));
  }

  private static Cluster.MemberStatus status(int number, long applied, String... errors) {
    return status(WHOLE.members().get(number - 1), applied, errors);
  }

  private static Cluster.MemberStatus status(ListedMember member, long applied, String... errors) {
    return new Cluster.MemberStatus(
        member,
        Case.BIRTH.clusterId(),
        "",
        errors.length == 0 ? "3.5.2" : "",
        0,
        false,
        0,
        0,
        applied,
        errors.length == 0,
        List.of(errors));
  }
}
