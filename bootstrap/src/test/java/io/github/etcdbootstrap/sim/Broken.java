package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.MemberChange;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.StartChange;
import java.util.List;

/**
 * A rule of the page that is broken on purpose, by a lie of the simulated ports or by a change that
 * is left out of each plan: the simulation must find it.
 */
enum Broken {
  NOTHING("nothing"),
  MARKS_NOT_SEEN("no run sees a mark"),
  MARKS_NOT_SHARED("no mark is written to the shared seed"),
  SEED_SAID_TO_BE_SHARED("a copy of the seed on each card is taken for a shared one"),
  DATA_DISK_IGNORED("etcd-run starts data that was begun on another disk"),
  PERMIT_NOT_USED_UP("a permit is good for any number of first starts"),
  TOKEN_NOT_DRAWN("each birth has the same token"),
  LEARNER_IS_A_VOTER("whoever is added votes at once"),
  PROOF_LEFT_OUT("nobody sees whether the others bear a change, etcd itself neither"),
  LOCK_NOT_TAKEN("the lock is everybody's"),
  DATA_NOT_MOVED_ASIDE("old data stays where it is"),
  LIST_NOT_LINEARIZABLE("a list of members without a quorum counts"),
  REMOVAL_NOT_AWAITED("who leaves does not wait until the others have it on their disks");

  private final String words;

  Broken(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Where it can show itself. */
  List<Kind> kinds() {
    return switch (this) {
      case SEED_SAID_TO_BE_SHARED -> List.of(Kind.PRIVATE);
      case LOCK_NOT_TAKEN -> List.of(Kind.HAND_MADE, Kind.SHARED);
      default -> List.of(Kind.SHARED, Kind.TRAVELLING, Kind.HAND_MADE);
    };
  }

  Plan filter(Plan plan) {
    return switch (this) {
      case PROOF_LEFT_OUT -> without(plan, MemberChange.Prove.class);
      case DATA_NOT_MOVED_ASIDE -> without(plan, StartChange.MoveDataAside.class);
      case REMOVAL_NOT_AWAITED -> without(plan, MemberChange.AwaitRemoval.class);
      default -> plan;
    };
  }

  private static Plan without(Plan plan, Class<? extends Change> kind) {
    List<Change> changes = plan.changes().stream().filter(c -> !kind.isInstance(c)).toList();
    return new Plan(changes, plan.refusal(), plan.warnings());
  }
}
