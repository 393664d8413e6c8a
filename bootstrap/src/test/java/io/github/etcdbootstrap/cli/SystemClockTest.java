package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SystemClockTest {
  @Test
  void theProgramKnowsWhenItWasBuilt() {
    assertThat(new SystemClock().earliest())
        .isBetween(Instant.parse("2026-11-01T00:00:00Z"), Instant.now());
  }
}
