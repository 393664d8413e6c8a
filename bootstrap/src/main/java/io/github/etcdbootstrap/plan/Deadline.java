package io.github.etcdbootstrap.plan;

import java.time.Duration;

/**
 * Until when something is waited for, by the clock that only moves forward.
 *
 * @param at by {@link Clock#sinceStart}
 */
public record Deadline(Clock clock, Duration at) {
  public static Deadline in(Clock clock, Duration longest) {
    return new Deadline(clock, clock.sinceStart().plus(longest));
  }

  public boolean isOver() {
    return clock.sinceStart().compareTo(at) > 0;
  }
}
