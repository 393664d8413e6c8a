package io.github.etcdbootstrap.hosts;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stick is away: what the card has kept is enough to mend all but the programs. */
class RepairWithoutSeedHostsTest extends Repair {
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.etcdbootstrap.hosts.Damage#withoutSeed")
  void mends(Damage damage) {
    isMended(damage);
  }

  @Override
  void beforeRun() {
    cluster.hosts.unplug(HOST);
  }

  @AfterEach
  void stickBack() {
    cluster.hosts.plug(HOST, cluster.seed.stick());
  }
}
