package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the runs of a scenario are stopped.
 *
 * @param points which of them
 * @param powerCut whether the power goes with the process
 * @param fleets of test hosts that share the work
 */
record Stops(StopScenario scenario, String points, boolean powerCut, int fleets) {
  /** Where one that was ended goes on. */
  private static final int FROM = Integer.getInteger("stop.from", 1);

  void rerunLeavesWhatAnUndisturbedRunLeaves() {
    var outcome = new StopEverywhere(scenario, points, powerCut, FROM).run(fleets);

    System.out.printf(
        "%s: stopped at %d points, %d failed%n",
        this, outcome.stops().size(), outcome.failures().size());
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.stops()).isNotEmpty();
  }

  @Override
  public String toString() {
    return scenario + ", points: " + points + (powerCut ? ", with power cuts" : "");
  }
}
