package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Cluster.Meeting.Presence;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How founders whose seed is not shared prove to each other that none of them has started, before
 * any of them does: "To meet" in docs/membership.md. Only what was seen since this began counts,
 * and, of what came before, this card's own mark that it had met all.
 */
final class Meet {
  /** What a look at the others came to. */
  enum State {
    WAITING,
    FREE_TO_START,
    /** A peer knows this member as one that ran: another row than this one decides. */
    HAS_RUN,
    /** Another's etcd runs, and this card never met all: it may be an old image, or a new card. */
    TOO_LATE
  }

  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final World world;
  private final StartChange.MeetFounders change;
  private final Cluster.Meeting meeting;
  private final List<String> names;
  private final Set<Integer> seen = new HashSet<>();
  private final Set<Integer> met = new HashSet<>();
  private List<Presence> last = List.of();
  private boolean marked;
  private boolean said;

  Meet(World world, StartChange.MeetFounders change, Cluster.Meeting meeting) {
    this.world = world;
    this.change = change;
    this.meeting = meeting;
    this.names = change.others();
    this.marked = world.host().look(mark(change)).is(FileState.Kind.FILE);
  }

  private static HostPath mark(StartChange.MeetFounders change) {
    return Layout.MARKS.child(change.met().fileName());
  }

  /**
   * Returns when this founder may start, or has run before; the port 2380 is free again then.
   *
   * @throws RefusedChange if the others did not come in time
   */
  static Change.Outcome run(World world, StartChange.MeetFounders change) {
    try (Cluster.Meeting meeting = world.cluster().meet(change.birth())) {
      return new Meet(world, change, meeting).await();
    }
  }

  private Change.Outcome await() {
    Deadline deadline = Deadline.in(world.clock(), LONGEST);
    for (State state = look(); state != State.FREE_TO_START; state = look()) {
      if (state == State.HAS_RUN) {
        return Change.Outcome.LOOK_AGAIN;
      } else if (state == State.TOO_LATE) {
        throw new RefusedChange(tooLate());
      } else if (deadline.isOver()) {
        throw new RefusedChange(didNotCome());
      }
      world.report().waiting("for " + words(awaited()) + ": run etcd-bootstrap there too");
      world.clock().sleep(STEP);
    }
    return Change.Outcome.DONE;
  }

  /** Asks the others once; marks and says that all were met as soon as they were. */
  State look() {
    last = meeting.others();
    if (last.contains(Presence.KNOWS_US)) {
      return State.HAS_RUN;
    }
    seen.addAll(those(p -> p == Presence.UNSTARTED || p == Presence.MET));
    met.addAll(those(p -> p == Presence.MET));
    if (change.lookOnly() && seen.size() == names.size()) {
      return State.FREE_TO_START;
    }
    if (seen.size() == names.size() && !said) {
      // On the card before anybody may rely on it.
      Marks.write(world, change.met(), false);
      marked = true;
      meeting.sayMet();
      said = true;
    }
    List<Integer> started = those(p -> p == Presence.STARTED);
    boolean allMet = said && met.size() == names.size();
    if (allMet || marked && !started.isEmpty()) {
      return State.FREE_TO_START;
    }
    return seen.containsAll(started) ? State.WAITING : State.TOO_LATE;
  }

  private List<Integer> those(Predicate<Presence> which) {
    return IntStream.range(0, last.size()).filter(i -> which.test(last.get(i))).boxed().toList();
  }

  /** Those whom nobody has seen yet; were all seen, those that have not met all. */
  private List<Integer> awaited() {
    Set<Integer> enough = said ? met : seen;
    return IntStream.range(0, names.size()).filter(i -> !enough.contains(i)).boxed().toList();
  }

  private String words(List<Integer> founders) {
    return founders.stream()
        .map(i -> names.get(i) + " (" + words(last.get(i)) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String words(Presence presence) {
    return switch (presence) {
      case ABSENT -> "not there";
      case UNSTARTED -> "there, waiting for others";
      case MET -> "there, has met all";
      case STARTED, KNOWS_US -> "its etcd runs";
    };
  }

  private Refusal didNotCome() {
    List<Integer> all = IntStream.range(0, names.size()).boxed().toList();
    return new Refusal(
        "the other founders did not all turn up within %d minutes: %s"
            .formatted(LONGEST.toMinutes(), words(awaited())),
        all.stream().map(i -> names.get(i) + ": " + words(last.get(i))).toList(),
        List.of(
            "the seed is not shared, so all founders must be there before any starts: run"
                + " etcd-bootstrap on all of them within the same "
                + LONGEST.toMinutes()
                + " minutes",
            "or use one seed that all hosts share: then they may come one after another"),
        true);
  }

  private Refusal tooLate() {
    List<Integer> started = those(p -> p == Presence.STARTED);
    return new Refusal(
        "etcd runs on %s already, and this card never met the other founders"
            .formatted(started.stream().map(names::get).collect(Collectors.joining(", "))),
        List.of(
            "no founder starts before all have met: this is a new card, or an old image of one"),
        List.of("run again when a majority of the others is up: this member is replaced then"),
        true);
  }
}
