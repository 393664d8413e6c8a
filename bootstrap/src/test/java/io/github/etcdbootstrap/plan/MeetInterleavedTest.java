package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Cluster.Meeting.Presence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Founders that meet, each run stepping against the others' and cut anywhere: between two answers,
 * before the mark is written, and between the mark and the word.
 */
class MeetInterleavedTest {
  private static final int HISTORIES = 3_000;

  private Random random;
  private List<Host> hosts;
  private boolean cuts;

  /** Whoever has marked that he met all, on whichever card. */
  private final Set<Founder> everMet = new HashSet<>();

  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A founder's host: its card, and what a run of it answers. */
  private final class Host {
    private final FakeWorld world;
    private final Founder founder;
    private final Birth birth;
    private final Mark mark;
    private Meet run;
    private boolean saysMet;
    private boolean started;

    /** A run does one thing at a time. */
    private boolean busy;

    Host(int number, int of) {
      world = new FakeWorld(Edge.config(Edge.spec(of), number));
      birth = Edge.birth(Edge.spec(of), "0b1e55ed");
      founder = birth.founders().get(number - 1);
      EtcdId id = founder.id();
      Mark.Details details = new Mark.Details(birth.token(), birth.clusterId(), "card", "now");
      mark = Mark.of(founder.name().value(), id, Mark.State.MET, details);
      world.host.addGroup("etcd");
      world.host.addUser("etcd", "etcd");
      world.host.folder(Layout.MARKS, new Ownership("etcd", "etcd", 0750));
    }

    boolean hasMark() {
      return world.host.list(Layout.MARKS).contains(mark.fileName());
    }

    Presence presence() {
      if (started) {
        return Presence.STARTED;
      } else if (run == null) {
        return Presence.ABSENT;
      }
      return saysMet ? Presence.MET : Presence.UNSTARTED;
    }

    void die() {
      run = null;
      saysMet = false;
    }

    void step() {
      if (busy || started) {
        return;
      }
      busy = true;
      try {
        if (run == null) {
          var change = new StartChange.MeetFounders(birth, mark);
          run = new Meet(world.world(), change, new Meeting(this));
        }
        Meet.State state = run.look();
        note();
        if (state == Meet.State.FREE_TO_START) {
          die();
          start();
        } else if (state == Meet.State.TOO_LATE) {
          die();
        }
      } catch (Cut e) {
        note();
        die();
      } finally {
        busy = false;
      }
    }

    private void note() {
      if (hasMark()) {
        everMet.add(founder);
      }
    }

    private void start() {
      assertThat(hasMark()).as("who starts has met all on this very card").isTrue();
      assertThat(everMet).as("who starts knows that all have met").containsAll(birth.founders());
      started = true;
    }

    /** A new card: it remembers nothing, and its run is gone. */
    void loseCard() {
      if (!started && !busy) {
        die();
        world.host.remove(Layout.MARKS.child(mark.fileName()));
      }
    }
  }

  /** Others go on between one answer and the next. */
  private final class Meeting implements Cluster.Meeting {
    private final Host self;

    Meeting(Host self) {
      this.self = self;
    }

    @Override
    public List<Presence> others() {
      List<Presence> answers = new ArrayList<>();
      for (Host other : hosts) {
        if (other != self) {
          somethingHappens();
          answers.add(other.presence());
        }
      }
      somethingHappens();
      return answers;
    }

    @Override
    public void sayMet() {
      somethingHappens();
      self.saysMet = true;
    }

    @Override
    public void close() {}

    private void somethingHappens() {
      if (random.nextInt(3) == 0) {
        hosts.get(random.nextInt(hosts.size())).step();
      }
      if (cuts && random.nextInt(12) == 0) {
        throw new Cut();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void nobodyStartsBeforeAllHaveMetAndInTheEndAllStart(int founders) {
    for (int seed = 0; seed < HISTORIES; seed++) {
      begin(founders, seed);
      disturbed(false);
      cuts = false;
      for (int calm = 0; calm < 4 * founders; calm++) {
        hosts.forEach(Host::step);
      }
      assertThat(hosts).as("history " + seed).allMatch(h -> h.started);
    }
  }

  /** Who lost its card may have to stay out: but no card starts that did not meet all itself. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void noNewCardStartsOnTheWordOfItsPredecessor(int founders) {
    int stayedOut = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      begin(founders, seed);
      disturbed(true);
      stayedOut += hosts.stream().anyMatch(h -> h.started) ? 1 : 0;
    }
    assertThat(stayedOut).as("histories in which somebody starts").isPositive();
  }

  private void begin(int founders, int seed) {
    random = new Random(seed);
    everMet.clear();
    cuts = true;
    hosts = IntStream.rangeClosed(1, founders).mapToObj(n -> new Host(n, founders)).toList();
  }

  private void disturbed(boolean newCards) {
    int steps = random.nextInt(12 * hosts.size());
    for (int i = 0; i < steps; i++) {
      Host host = hosts.get(random.nextInt(hosts.size()));
      if (newCards && random.nextInt(10) == 0) {
        host.loseCard();
      } else if (random.nextInt(10) == 0 && !host.busy) {
        host.die();
      } else {
        host.step();
      }
    }
  }
}
