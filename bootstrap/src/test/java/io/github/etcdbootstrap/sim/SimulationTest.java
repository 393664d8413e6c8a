package io.github.etcdbootstrap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Some histories of each kind and size; `test-fixtures/simulate` runs any number of them. */
class SimulationTest {
  private static final int EACH = 20;

  static Stream<Arguments> kindsAndSizes() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Prepared.sizes().stream().map(hosts -> Arguments.of(kind, hosts)));
  }

  @ParameterizedTest(name = "{0}, {1} hosts")
  @MethodSource("kindsAndSizes")
  void whateverHappensEverythingHolds(Kind kind, int hosts) {
    List<Finding> findings = new Batch(kind, hosts, 0, EACH, Broken.NOTHING).all();
    assertThat(findings).as(() -> findings.get(0).story()).isEmpty();
  }
}
