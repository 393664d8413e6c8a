package io.github.etcdbootstrap.hosts;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damages that come in pairs are mended by one run, too. */
class RepairOfPairsHostsTest extends Repair {
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.etcdbootstrap.hosts.Damage#pairs")
  void mendsBoth(Damage damage) {
    isMended(damage);
  }
}
