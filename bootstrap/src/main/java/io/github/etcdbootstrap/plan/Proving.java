package io.github.etcdbootstrap.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * For what the other members must be well, and how that is proved: twice, 5 s apart or more. The
 * first look is the one that was decided on, so what is done meanwhile costs no time.
 */
public enum Proving {
  /** The own ID is removed, and another added. */
  REPLACE("enough other members are well to replace this one"),
  /** An ID is added. */
  JOIN("all other members are well, to add this one"),
  /** The own ID is removed for good. */
  LEAVE("all other members are well, so that this one may leave");

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final String words;

  Proving(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  Change.Outcome run(World world, MemberChange.Prove prove) {
    Turn.require(world, prove.holder(), "the change of membership");
    Duration rest = prove.first().plus(BETWEEN_LOOKS).minus(world.clock().sinceStart());
    if (rest.compareTo(Duration.ZERO) > 0) {
      world.clock().sleep(rest);
    }
    Optional<Cluster.MemberList> list = world.cluster().members();
    if (list.filter(l -> Fence.isSame(l, prove.list())).isEmpty()) {
      return Change.Outcome.LOOK_AGAIN;
    }
    refusal(new Voters(list.get(), world.cluster().statuses(), prove.self()))
        .ifPresent(
            refusal -> {
              throw new RefusedChange(refusal);
            });
    return Change.Outcome.DONE;
  }

  Optional<Refusal> refusal(Voters voters) {
    return voters
        .alarm()
        .or(voters::foreignLearner)
        .or(() -> this == JOIN ? voters.unstarted() : Optional.empty())
        .or(() -> bears(voters) ? Optional.empty() : Optional.of(voters.tooFew(this)));
  }

  private boolean bears(Voters voters) {
    return switch (this) {
      case REPLACE -> voters.canLoseSelf();
      case JOIN -> voters.dead().isEmpty();
      case LEAVE -> voters.canBeLeftBySelf();
    };
  }
}
