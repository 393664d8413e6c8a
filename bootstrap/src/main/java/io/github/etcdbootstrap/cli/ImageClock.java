package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Clock;
import java.time.Duration;
import java.time.Instant;

/** Stands still at this program's own date, so that the same input gives the same image. */
final class ImageClock implements Clock {
  private final Clock machine = new SystemClock();

  @Override
  public Instant now() {
    return machine.earliest();
  }

  @Override
  public Instant earliest() {
    return machine.earliest();
  }

  @Override
  public Duration sinceStart() {
    return machine.sinceStart();
  }

  @Override
  public void sleep(Duration duration) {
    machine.sleep(duration);
  }
}
