package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void isOverWhenMoreTimeHasPassedWhateverTheTimeOfDay() {
    FakeClock clock = new FakeClock();
    clock.sleep(Duration.ofSeconds(7));
    Deadline deadline = Deadline.in(clock, Duration.ofSeconds(5));

    clock.sleep(Duration.ofSeconds(5));
    assertThat(deadline.isOver()).isFalse();
    clock.sleep(Duration.ofMillis(1));
    assertThat(deadline.isOver()).isTrue();
  }
}
