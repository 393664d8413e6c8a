package io.github.etcdbootstrap.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Time that passes only where somebody sleeps; things may happen on the way. */
public final class FakeClock implements Clock {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final TreeMap<Duration, Runnable> events = new TreeMap<>();
  private Duration passed = Duration.ZERO;

  /** How far it is behind, until it is set. */
  public Duration behind = Duration.ZERO;

  /** Lets {@code event} happen so long after the start. */
  public void after(Duration when, Runnable event) {
    events.merge(
        when,
        event,
        (one, other) ->
            () -> {
              one.run();
              other.run();
            });
  }

  @Override
  public Instant now() {
    return START.plus(passed).minus(behind);
  }

  @Override
  public Duration sinceStart() {
    return passed;
  }

  @Override
  public void sleep(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a loop that does not wait: " + duration);
    }
    Duration until = passed.plus(duration);
    while (!events.isEmpty() && events.firstKey().compareTo(until) <= 0) {
      Map.Entry<Duration, Runnable> event = events.pollFirstEntry();
      passed = event.getKey().compareTo(passed) > 0 ? event.getKey() : passed;
      event.getValue().run();
    }
    passed = until;
  }
}
