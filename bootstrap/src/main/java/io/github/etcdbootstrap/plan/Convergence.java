package io.github.etcdbootstrap.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the plan true: apply each change, then observe and plan again, until nothing is left. A
 * change that comes up again right after it was made is a failure, and rounds are bounded.
 */
public final class Convergence {
  private static final int MOST_ROUNDS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** By chronyd or ntpd, which take a while at boot. */
  private static final Duration FOR_THE_CLOCK = Duration.ofSeconds(60);

  private static final Duration STEP = Duration.ofSeconds(2);

  private final World world;
  private final Supplier<Plan> planning;

  /**
   * @param planning observes and plans
   */
  public Convergence(World world, Supplier<Plan> planning) {
    this.world = world;
    this.planning = planning;
  }

  /**
   * What came of it.
   *
   * @param last empty, or a refusal that stands
   */
  public record Outcome(Plan last, int changes) {}

  public Outcome run() {
    try {
      return converge();
    } finally {
      world.cluster().unlock();
    }
  }

  private Outcome converge() {
    int made = 0;
    List<Change> lastMade = List.of();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Plan plan = settledPlan();
      if (plan.changes().isEmpty()) {
        return new Outcome(plan, made);
      }
      failIfRepeated(plan, lastMade);
      lastMade = applyAll(plan);
      made += lastMade.size();
    }
    throw new HostFailure(
        "after %d rounds there is still something to change".formatted(MOST_ROUNDS),
        "run `plan` to see what does not hold");
  }

  /** A refusal that rests on peers which may just be starting is looked at again for a while. */
  private Plan settledPlan() {
    Deadline forTheOthers = Deadline.in(world.clock(), PATIENCE);
    Deadline forTheClock = Deadline.in(world.clock(), FOR_THE_CLOCK);
    while (true) {
      Plan plan = planning.get();
      Optional<Refusal> mayPass = plan.refusal().filter(Refusal::mayPass);
      boolean clock = mayPass.filter(Refusal::clock).isPresent();
      if (mayPass.isEmpty() || (clock ? forTheClock : forTheOthers).isOver()) {
        return plan;
      }
      String whom = clock ? "for the clock: " : "for the others: ";
      world.report().waiting(whom + mayPass.get().reason());
      world.clock().sleep(STEP);
    }
  }

  private List<Change> applyAll(Plan plan) {
    List<Change> made = new ArrayList<>();
    for (Change change : plan.changes()) {
      world.report().applying(change);
      Change.Outcome outcome = change.apply(world);
      if (outcome != Change.Outcome.LOOK_AGAIN) {
        made.add(change);
      }
      if (outcome != Change.Outcome.DONE) {
        return made;
      }
    }
    return made;
  }

  private static void failIfRepeated(Plan plan, List<Change> lastMade) {
    plan.changes().stream()
        .filter(Change::leavesTrace)
        .filter(lastMade::contains)
        .findFirst()
        .ifPresent(
            change -> {
              throw new HostFailure(
                  "this did not hold: " + change.describe(),
                  "something else on this host undoes it; find out what, then run again");
            });
  }
}
