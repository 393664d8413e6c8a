package io.github.etcdbootstrap.plan;

import java.time.Instant;
import java.util.List;

/** Whether a clock is fit to date certificates by: what it gets wrong, they have for years. */
public final class MintingClock {
  /** Nobody who reads this is there; a clock that was reset or mistyped is. */
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private MintingClock() {}

  /**
   * @throws RefusedChange if it is not
   */
  public static Instant now(Clock clock) {
    Instant now = clock.now();
    if (now.isBefore(clock.earliest())) {
      throw refused("behind: it says %s, but etcd-bootstrap was built %s", now, clock.earliest());
    } else if (!now.isBefore(LATEST)) {
      throw refused("far ahead: it says %s, which is after %s", now, LATEST);
    }
    return now;
  }

  private static RefusedChange refused(String words, Instant now, Instant bound) {
    return new RefusedChange(
        new Refusal(
            "no certificate is issued: this machine's clock is " + words.formatted(now, bound),
            List.of(),
            List.of("set the clock: start chronyd or ntpd, or use `date -u -s`", "then run again"),
            true));
  }
}
