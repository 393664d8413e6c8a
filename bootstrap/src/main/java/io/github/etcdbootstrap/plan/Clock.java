package io.github.etcdbootstrap.plan;

import java.time.Duration;
import java.time.Instant;

/** Time, and waiting for it to pass. */
public interface Clock {
  Instant now();

  /** Before this no clock is right: the program was built then. */
  default Instant earliest() {
    return Instant.EPOCH;
  }

  /** Time that only moves forward, for deadlines: a Pi's clock jumps. */
  Duration sinceStart();

  void sleep(Duration duration);
}
