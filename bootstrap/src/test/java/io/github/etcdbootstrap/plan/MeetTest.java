package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.ABSENT;
import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.MET;
import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.STARTED;
import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.UNSTARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Change.Outcome;
import io.github.etcdbootstrap.plan.Cluster.Meeting.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One founder of three, and what the other two are each time that it looks. */
class MeetTest {
  private static final Mark MARK =
      Scenario.aBareHost().mark(Case.BIRTH, Mark.State.MET, MemorySide.CARD);
  private static final Change CHANGE = new StartChange.MeetFounders(Case.BIRTH, MARK);
  private static final HostPath CARD = Layout.MARKS.child(MARK.fileName());

  private final FakeWorld world = new FakeWorld(Edge.config());
  private final List<List<Presence>> looks = new ArrayList<>();
  private final List<String> happened = new ArrayList<>();

  @BeforeEach
  void installed() {
    world.host.addGroup("etcd");
    world.host.addUser("etcd", "etcd");
    world.host.folder(Layout.MARKS, new Ownership("etcd", "etcd", 0750));
    world.cluster.meeting = birth -> new Told();
  }

  /** The last look is what stays. */
  private final class Told implements Cluster.Meeting {
    @Override
    public List<Presence> others() {
      happened.add("look");
      return looks.size() > 1 ? looks.remove(0) : looks.get(0);
    }

    @Override
    public void sayMet() {
      assertThat(world.host.look(CARD).content()).as("before it is said").isPresent();
      happened.add("say met");
    }

    @Override
    public void close() {
      happened.add("close");
    }
  }

  @Test
  void itStartsOnceAllHaveMet() {
    see(ABSENT, ABSENT);
    see(UNSTARTED, ABSENT);
    see(UNSTARTED, UNSTARTED);
    see(MET, UNSTARTED);
    see(MET, MET);

    assertThat(meet(false)).isEqualTo(Outcome.DONE);
    assertThat(happened)
        .containsExactly("look", "look", "look", "say met", "look", "look", "close");
    assertThat(world.host.look(CARD).content()).contains(MARK.toContent());
    assertThat(world.seed.files.keySet()).noneMatch(n -> n.startsWith("members/"));
    assertThat(world.report.waits)
        .containsExactly(
            "for x-k3s-m-2 (not there), x-k3s-m-3 (not there): run etcd-bootstrap there too",
            "for x-k3s-m-3 (not there): run etcd-bootstrap there too",
            "for x-k3s-m-2 (there, waiting for others), x-k3s-m-3 (there, waiting for others):"
                + " run etcd-bootstrap there too",
            "for x-k3s-m-3 (there, waiting for others): run etcd-bootstrap there too");
    assertThat(world.clock.sinceStart()).isEqualTo(Duration.ofSeconds(4));
  }

  /** They need not be there at the same moment: who was there unstarted has been met. */
  @Test
  void whoWasSeenOnceWasSeen() {
    see(UNSTARTED, ABSENT);
    see(ABSENT, MET);
    see(MET, ABSENT);

    assertThat(meet(false)).isEqualTo(Outcome.DONE);
    assertThat(happened).containsExactly("look", "look", "say met", "look", "close");
  }

  @Test
  void theLastToComeMarksAndStartsAtOnce() {
    see(MET, MET);

    assertThat(meet(false)).isEqualTo(Outcome.DONE);
    assertThat(happened).containsExactly("look", "say met", "close");
  }

  @Test
  void whoHasMetAllMayFollowOneThatStarted() {
    see(UNSTARTED, MET);
    see(STARTED, ABSENT);

    assertThat(meet(false)).isEqualTo(Outcome.DONE);
  }

  /** It started, so all had met: this card's mark says that it was among them. */
  @Test
  void theMarkOfAnEarlierRunWillDoForThat() {
    see(ABSENT, STARTED);

    assertThat(meet(true)).isEqualTo(Outcome.DONE);
    assertThat(happened).containsExactly("look", "close");
  }

  /** Others that have met are no proof for a run that has not seen them all. */
  @Test
  void theMarkOfAnEarlierRunIsNotSaidBeforeAllAreSeenAgain() {
    see(MET, ABSENT);
    see(MET, ABSENT);
    see(MET, UNSTARTED);
    see(MET, MET);

    assertThat(meet(true)).isEqualTo(Outcome.DONE);
    assertThat(happened).containsExactly("look", "look", "look", "say met", "look", "close");
  }

  @Test
  void withoutAMarkARunningEtcdIsNoGround() {
    see(ABSENT, ABSENT);
    see(ABSENT, STARTED);

    assertThatThrownBy(() -> meet(false))
        .isInstanceOf(RefusedChange.class)
        .hasMessage("etcd runs on x-k3s-m-3 already, and this card never met the other founders");
    assertThat(world.host.look(CARD)).isEqualTo(FileState.ABSENT);
    assertThat(happened).containsExactly("look", "look", "close");
  }

  /** It was seen unstarted, and the other may still come: then this card has met all, too. */
  @Test
  void whoStartsWhileAnotherIsAwaitedIsWaitedWith() {
    see(MET, ABSENT);
    see(STARTED, ABSENT);
    see(STARTED, UNSTARTED);

    assertThat(meet(false)).isEqualTo(Outcome.DONE);
    assertThat(happened).containsExactly("look", "look", "look", "say met", "close");
  }

  @Test
  void aloneItWaitsTenMinutesAndSaysForWhom() {
    see(UNSTARTED, ABSENT);

    assertThatThrownBy(() -> meet(false))
        .isInstanceOf(RefusedChange.class)
        .hasMessage(
            "the other founders did not all turn up within 10 minutes: x-k3s-m-3 (not" + " there)")
        .extracting(e -> ((RefusedChange) e).refusal().evidence())
        .isEqualTo(List.of("x-k3s-m-2: there, waiting for others", "x-k3s-m-3: not there"));
    assertThat(world.clock.sinceStart()).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(602));
    assertThat(happened).contains("close").doesNotContain("say met");
    assertThat(world.host.look(CARD)).isEqualTo(FileState.ABSENT);
  }

  @Test
  void whoNeverMeetsAllIsNamedToo() {
    see(UNSTARTED, MET);

    assertThatThrownBy(() -> meet(false))
        .hasMessage(
            "the other founders did not all turn up within 10 minutes: x-k3s-m-2 (there, waiting"
                + " for"
                + " others)");
  }

  @Test
  void whatRunsIsLookedAtAgain() {
    world.host.pids = List.of(812L);

    assertThat(meet(true)).isEqualTo(Outcome.LOOK_AGAIN);
    assertThat(happened).isEmpty();
  }

  /** Before anything is changed: whoever is there is not met yet, and nothing is marked. */
  @Test
  void toLookOnlyMarksNothing() {
    see(UNSTARTED, ABSENT);
    see(UNSTARTED, UNSTARTED);
    Change look = new StartChange.MeetFounders(Case.BIRTH, MARK, true);

    assertThat(look.apply(world.world())).isEqualTo(Outcome.DONE);
    assertThat(happened).containsExactly("look", "look", "close");
    assertThat(look.leavesTrace()).isFalse();
    assertThat(world.host.look(CARD)).isEqualTo(FileState.ABSENT);
  }

  @Test
  void itIsToldWithItsNames() {
    assertThat(CHANGE.describe())
        .isEqualTo(
            "meet the other founders, x-k3s-m-2, x-k3s-m-3, and mark that none of them has started");
    assertThat(CHANGE.kind()).isEqualTo("meet-founders");
    assertThat(CHANGE.target()).isEqualTo("x-k3s-m-1");
  }

  private void see(Presence... others) {
    looks.add(Arrays.asList(others));
  }

  /**
   * @param known whether an earlier run of this card made the mark
   */
  private Outcome meet(boolean known) {
    if (known) {
      Marks.write(world.world(), MARK, false);
    }
    return CHANGE.apply(world.world());
  }
}
