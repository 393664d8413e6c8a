package io.github.etcdbootstrap.hosts;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stopped at every write of a run that concerns one host alone. With the property `stop.scenario`
 * it is that one alone, whichever: see test-fixtures/stop-everywhere.
 */
class StoppedHostsTest {
  private static final String ONE = System.getProperty("stop.scenario");

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
    stops.rerunLeavesWhatAnUndisturbedRunLeaves();
  }
}
