package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.MemberChange;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.ServiceChange;
import io.github.etcdbootstrap.plan.StartChange;
import io.github.etcdbootstrap.sim.Violation.Rule;
import java.util.List;

/**
 * A rule of the page that is broken on purpose, by a lie of the simulated ports or by a change that
 * is left out of each plan: the simulation must find it.
 */
enum Broken {
  NOTHING("nothing", Rule.UNHEALTHY),
  MARKS_NOT_SEEN("no run sees a mark", Rule.AMNESIA),
  MARKS_NOT_SHARED("no mark is written to the shared seed", Rule.AMNESIA),
  SEED_SAID_TO_BE_SHARED("a copy of the seed on each card is taken for a shared one", Rule.AMNESIA),
  DATA_DISK_IGNORED("etcd-run starts data that was begun on another disk", Rule.AMNESIA),
  PERMIT_NOT_USED_UP("a permit is good for any number of first starts", Rule.AMNESIA),
  TOKEN_NOT_DRAWN("each birth has the same token", Rule.UNHEALTHY),
  LEARNER_IS_A_VOTER("whoever is added votes at once", Rule.UNHEALTHY),
  VOTE_TAKEN_FOR_GRANTED("whoever is healthy is taken for a voter", Rule.LIE),
  PROOF_LEFT_OUT("nobody sees whether the others bear a change, etcd itself neither", Rule.REMOVAL),
  RESTART_NOT_PROVED("etcd is restarted whatever the others do", Rule.QUORUM),
  LOCK_NOT_TAKEN("the lock is everybody's", Rule.QUORUM),
  LEASE_NOT_LOOKED_AT("a run that was stopped past the lease of its lock goes on", Rule.QUORUM),
  MEETING_LEFT_OUT("founders of private seeds do not meet", Rule.AMNESIA),
  DATA_NOT_MOVED_ASIDE("old data stays where it is", Rule.UNHEALTHY),
  LIST_NOT_LINEARIZABLE("a list of members without a quorum counts", Rule.UNHEALTHY),
  REMOVAL_NOT_AWAITED(
      "who leaves does not wait until the others have it on their disks", Rule.UNHEALTHY),
  LATE_LOCK_TAKEN_FOR_NONE(
      "that the lock is not given in time is taken for a lost quorum", Rule.QUORUM),
  STOP_NOT_FENCED("who was stopped past the lease of his lock stops a voter", Rule.QUORUM),
  FOUNDERS_NOT_REMEMBERED("a birth is put back without marks of its founders", Rule.AMNESIA);

  private final String words;
  private final Rule shows;

  /**
   * @param shows as what it must be found
   */
  Broken(String words, Rule shows) {
    this.words = words;
    this.shows = shows;
  }

  boolean isShownBy(Violation found) {
    return this == NOTHING || found.rule() == shows;
  }

  String words() {
    return words;
  }

  /** Where it can show itself. */
  List<Kind> kinds() {
    return switch (this) {
      case SEED_SAID_TO_BE_SHARED, MEETING_LEFT_OUT -> List.of(Kind.PRIVATE, Kind.PRIVATE_UNBORN);
      case RESTART_NOT_PROVED, LOCK_NOT_TAKEN, LEASE_NOT_LOOKED_AT -> List.of(Kind.HAND_MADE);
      case LATE_LOCK_TAKEN_FOR_NONE, STOP_NOT_FENCED -> List.of(Kind.SLOW);
      case FOUNDERS_NOT_REMEMBERED -> List.of(Kind.FORGETFUL);
      default -> List.of(Kind.SHARED, Kind.TRAVELLING, Kind.HAND_MADE);
    };
  }

  /** Three hosts first: with them most can be seen. */
  static List<Integer> sizes() {
    return List.of(3, 2, 1);
  }

  /** What else must happen for it to show itself, and is rare. */
  List<Event.Act> about() {
    return switch (this) {
      case REMOVAL_NOT_AWAITED -> List.of(Event.Act.LEAVE, Event.Act.POWER);
      case PROOF_LEFT_OUT -> List.of(Event.Act.LEAVE, Event.Act.KILL_ETCD);
      case LEASE_NOT_LOOKED_AT ->
          List.of(Event.Act.STOP_RUN, Event.Act.STEP, Event.Act.STEP, Event.Act.STEP);
      case DATA_DISK_IGNORED -> List.of(Event.Act.TAKE_IMAGE, Event.Act.CLONE_CARD);
      case STOP_NOT_FENCED ->
          List.of(Event.Act.STOP_RUN, Event.Act.DELETE_UNDER_ETCD, Event.Act.STEP, Event.Act.TIME);
      case FOUNDERS_NOT_REMEMBERED -> List.of(Event.Act.FORGET, Event.Act.NEW_CARD);
      case LOCK_NOT_TAKEN, RESTART_NOT_PROVED, LATE_LOCK_TAKEN_FOR_NONE -> List.of(Event.Act.STEP);
      default -> List.of();
    };
  }

  Plan filter(Plan plan) {
    return switch (this) {
      case PROOF_LEFT_OUT -> without(plan, MemberChange.Prove.class);
      case MEETING_LEFT_OUT -> without(plan, StartChange.MeetFounders.class);
      case DATA_NOT_MOVED_ASIDE -> without(plan, StartChange.MoveDataAside.class);
      case REMOVAL_NOT_AWAITED -> without(plan, MemberChange.AwaitRemoval.class);
      case FOUNDERS_NOT_REMEMBERED -> without(plan, StartChange.RecordMark.class);
      case STOP_NOT_FENCED -> with(plan, plan.changes().stream().map(Broken::unfenced).toList());
      default -> plan;
    };
  }

  private static Change unfenced(Change change) {
    return change instanceof ServiceChange.StopService stop
        ? new ServiceChange.StopService(stop.service(), stop.why(), false, stop.empty())
        : change;
  }

  private static Plan without(Plan plan, Class<? extends Change> kind) {
    return with(plan, plan.changes().stream().filter(c -> !kind.isInstance(c)).toList());
  }

  private static Plan with(Plan plan, List<Change> changes) {
    return new Plan(changes, plan.refusal(), plan.warnings());
  }
}
