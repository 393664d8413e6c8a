package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PointedWorldTest {
  private static List<Class<?>> ports() {
    return List.copyOf(PointedWorld.READING.keySet());
  }

  /** Else a call that was renamed would have points, and nobody would see why there are more. */
  @ParameterizedTest
  @MethodSource("ports")
  void whatOnlyReadsIsACallOfItsPort(Class<?> port) {
    Set<String> calls =
        Arrays.stream(port.getMethods()).map(m -> m.getName()).collect(Collectors.toSet());

    assertThat(calls).containsAll(PointedWorld.READING.get(port));
  }
}
