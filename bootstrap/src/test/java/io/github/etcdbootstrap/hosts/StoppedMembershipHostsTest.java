package io.github.etcdbootstrap.hosts;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stopped before every change of a run that changes the membership, or takes a cluster over. */
class StoppedMembershipHostsTest {

  @ParameterizedTest
  @EnumSource(names = {"LOST_DATA", "TAKE_OVER"})
  void rerunLeavesWhatAnUndisturbedRunLeaves(StopScenario scenario) {
    new Stops(scenario, "changes", false, 2).rerunLeavesWhatAnUndisturbedRunLeaves();
  }
}
