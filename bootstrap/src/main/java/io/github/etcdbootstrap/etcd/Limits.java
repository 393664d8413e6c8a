package io.github.etcdbootstrap.etcd;

import java.time.Duration;
import java.util.List;

/**
 * What a source may cost before another is tried.
 *
 * @param stall the longest that nothing may come
 * @param window in which at least {@code least} bytes must come
 * @param pauses before each further attempt; one more failure is the last
 * @param compressed the most bytes of a tarball
 * @param unpacked the most bytes it may unpack to
 */
record Limits(
    Duration connect,
    Duration stall,
    Duration window,
    long least,
    List<Duration> pauses,
    long compressed,
    long unpacked) {
  /** Many times a release's size: a tarball may be anybody's until its sum is known. */
  static final Limits STANDARD =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          256L << 10,
          List.of(Duration.ofSeconds(1), Duration.ofSeconds(3)),
          256L << 20,
          512L << 20);

  Limits {
    pauses = List.copyOf(pauses);
  }

  /** The longest that it may take to connect and to have an answer's head, however it comes. */
  Duration head() {
    return connect.plus(dragged());
  }

  /** The longest that one read may take, with a byte now and then: a stall ends it before. */
  Duration dragged() {
    return stall.multipliedBy(2);
  }
}
