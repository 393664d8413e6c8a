package io.github.etcdbootstrap.pki;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when to when a certificate is good. */
public record Validity(Instant from, Instant to) {
  /** A Pi without a clock chip wakes in the past. */
  private static final Duration BACKDATED = Duration.ofHours(24);

  public static Validity of(Instant now, Duration length) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return new Validity(second.minus(BACKDATED), second.plus(length));
  }

  /** What an issuer does not outlive proves nothing once it has ended. */
  Validity within(X509Certificate issuer) {
    Instant start = issuer.getNotBefore().toInstant();
    Instant end = issuer.getNotAfter().toInstant();
    return new Validity(start.isAfter(from) ? start : from, end.isBefore(to) ? end : to);
  }
}
