package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.HostFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's own time. */
final class SystemClock implements Clock {
  private final long start = System.nanoTime();

  @Override
  public Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public Instant earliest() {
    return Instant.parse(LiveSessions.resource("/built").text().strip());
  }

  @Override
  public Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostFailure("interrupted while waiting", "run again: it goes on from here", e);
    }
  }
}
