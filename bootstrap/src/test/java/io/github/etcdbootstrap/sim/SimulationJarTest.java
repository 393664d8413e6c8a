package io.github.etcdbootstrap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hundred thousand histories, and each rule broken once. The numbers that they follow from are
 * always the same; others by `test-fixtures/simulate --seed S`.
 */
class SimulationJarTest {
  private static final int ALL = 100_000;
  private static final int UNTIL_FOUND = 30_000;

  /** Other numbers than those of the unit run. */
  private static final long SEED = 1_000_000;

  @Test
  void whateverHappensEverythingHolds() {
    int each = ALL / (Kind.values().length * Prepared.sizes().size());
    for (Kind kind : Kind.values()) {
      for (int hosts : Prepared.sizes()) {
        List<Finding> findings = new Batch(kind, hosts, SEED, each, Broken.NOTHING).first();
        assertThat(findings).as(() -> findings.get(0).story()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void aBrokenRuleIsFound(Broken rule) {
    Optional<Finding> found =
        rule.kinds().stream()
            .flatMap(
                kind ->
                    Broken.sizes().stream().map(n -> new Batch(kind, n, SEED, UNTIL_FOUND, rule)))
            .flatMap(batch -> batch.first().stream())
            .findFirst();
    assertThat(found).as(rule.words()).isPresent();
  }
}
