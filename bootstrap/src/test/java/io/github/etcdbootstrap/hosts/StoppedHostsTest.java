package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stopped at every change and every write, whatever the run was to do. With the property
 * `stop.scenario` it is that one alone, at the points that `stop.points` names: see
 * test-fixtures/stop-everywhere.
 */
class StoppedHostsTest {
  private static final String ONE = System.getProperty("stop.scenario");

  /**
   * @param fleets of test hosts that share the work
   */
  private record Stops(StopScenario scenario, String points, boolean powerCut, int fleets) {
    @Override
    public String toString() {
      return scenario + ", points: " + points + (powerCut ? ", with power cuts" : "");
    }
  }

  private static Stream<Stops> stops() {
    return ONE == null ? always() : Stream.of(one());
  }

  private static Stream<Stops> always() {
    return Stream.of(
        new Stops(StopScenario.FIRST_INSTALL, "writes", false, 3),
        new Stops(StopScenario.NOTHING_TO_DO, "all", false, 1),
        new Stops(StopScenario.LOCAL_REPAIR, "writes", false, 3));
  }

  private static Stops one() {
    return new Stops(
        StopScenario.called(ONE),
        System.getProperty("stop.points", "all"),
        Boolean.getBoolean("stop.powercut"),
        Integer.getInteger("stop.fleets", 3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stops")
  void rerunLeavesWhatAnUndisturbedRunLeaves(Stops stops) {
    var everywhere = new StopEverywhere(stops.scenario(), stops.points(), stops.powerCut());

    var outcome = everywhere.run(stops.fleets());

    System.out.printf(
        "%s: stopped at %d points, %d failed%n",
        stops, outcome.stops().size(), outcome.failures().size());
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.stops()).isNotEmpty();
  }
}
