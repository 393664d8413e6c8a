package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A call that changes the list of members, made only while the lock is held and the list is the one
 * that was decided on. An answer that never came is looked up before anything is repeated.
 *
 * @param decided the list on which the change was decided
 * @param done whether a list shows the change
 */
record Fence(
    World world, Turn.Holder holder, String what, MemberList decided, Predicate<MemberList> done) {
  /** A small cluster answers within the first; each wait is twice as long as the one before. */
  private static final Duration FIRST_STEP = Duration.ofMillis(250);

  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

  /** Longer than a call may take: it must not reach the cluster after the lease has ended. */
  private static final Duration REST = Duration.ofSeconds(10);

  private static final CallAnswer NO_QUORUM =
      new CallAnswer(CallAnswer.Kind.NO_ANSWER, "no quorum answers");

  private static final CallAnswer NOT_SHOWN =
      new CallAnswer(CallAnswer.Kind.NO_ANSWER, "the list does not show it");

  /**
   * @param patience how long an answer that may change is asked for again
   * @param waiting what to say meanwhile, of an answer
   * @return {@code LOOK_AGAIN} if the list is another than was decided on
   * @throws RefusedChange if the cluster still did not do it, or the lock is lost
   */
  Change.Outcome run(
      Patience patience, Function<Cluster, CallAnswer> call, Function<CallAnswer, String> waiting) {
    Turn.require(world, holder, what);
    CallAnswer last = NO_QUORUM;
    Duration step = FIRST_STEP;
    while (true) {
      Optional<MemberList> list = world.cluster().members();
      if (list.filter(this::isDone).isPresent()) {
        return Change.Outcome.DONE;
      } else if (list.filter(l -> !isSame(l, decided)).isPresent()) {
        return Change.Outcome.LOOK_AGAIN;
      } else if (patience.isOver(world.clock())) {
        throw new RefusedChange(refusal(last.reason(), true));
      }
      if (last.kind() == CallAnswer.Kind.DONE) {
        last = NOT_SHOWN;
        step = pause(step);
        continue;
      }
      last = list.isEmpty() ? NO_QUORUM : guarded(call);
      if (last.kind() == CallAnswer.Kind.REFUSED) {
        return afterRefusal(last);
      } else if (last.kind() != CallAnswer.Kind.DONE) {
        world.report().waiting(waiting.apply(last));
        step = pause(step);
      }
    }
  }

  private Duration pause(Duration step) {
    world.clock().sleep(step);
    Duration next = step.multipliedBy(2);
    return next.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : next;
  }

  /** A call that timed out may have been made after all, and its repetition is what is refused. */
  private Change.Outcome afterRefusal(CallAnswer answer) {
    Optional<MemberList> list = world.cluster().members();
    if (list.filter(this::isDone).isPresent()) {
      return Change.Outcome.DONE;
    } else if (list.filter(l -> !isSame(l, decided)).isPresent()) {
      return Change.Outcome.LOOK_AGAIN;
    }
    throw new RefusedChange(refusal(answer.reason(), false));
  }

  /** Until when it is worth asking again; begins with the first question, in one's own turn. */
  interface Patience {
    boolean isOver(Clock clock);
  }

  /** As long as that, whatever comes. */
  static final class Bounded implements Patience {
    private final Duration longest;
    private Optional<Deadline> deadline = Optional.empty();

    Bounded(Duration longest) {
      this.longest = longest;
    }

    @Override
    public boolean isOver(Clock clock) {
      Deadline until = deadline.orElseGet(() -> Deadline.in(clock, longest));
      deadline = Optional.of(until);
      return until.isOver();
    }
  }

  private CallAnswer guarded(Function<Cluster, CallAnswer> call) {
    if (!world.cluster().holdsLock(REST)) {
      throw new RefusedChange(Turn.over(what));
    }
    return call.apply(world.cluster());
  }

  private Refusal refusal(String reason, boolean mayPass) {
    return new Refusal(
        what + " did not succeed: " + reason,
        List.of(),
        List.of(Refusal.SEE_STATUS + ", then run again"),
        mayPass);
  }

  /** The list differs from what was decided on by this change, and by no other. */
  private boolean isDone(MemberList list) {
    Set<Essence> differing = new HashSet<>(essence(list));
    Set<Essence> before = essence(decided);
    differing.removeAll(before);
    before.removeAll(essence(list));
    differing.addAll(before);
    return list.clusterId().equals(decided.clusterId())
        && done.test(list)
        && differing.stream().map(Essence::id).distinct().count() <= 1;
  }

  /** Names and client URLs come later, with a member's first words. */
  static boolean isSame(MemberList one, MemberList other) {
    return one.clusterId().equals(other.clusterId()) && essence(one).equals(essence(other));
  }

  private record Essence(EtcdId id, Set<String> peerUrls, boolean learner) {}

  private static Set<Essence> essence(MemberList list) {
    Set<Essence> members = new HashSet<>();
    for (ListedMember m : list.members()) {
      members.add(new Essence(m.id(), Set.copyOf(m.peerUrls()), m.learner()));
    }
    return members;
  }
}
