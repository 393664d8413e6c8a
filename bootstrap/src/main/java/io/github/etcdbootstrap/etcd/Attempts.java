package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.plan.Report;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Lets a source fail a few times, with longer and longer pauses, before it is given up. */
final class Attempts {
  /** A line that breaks again and again, yet brings so much each time, may go on. */
  private static final long PROGRESS = 1L << 20;

  private final URI source;
  private final List<Duration> pauses;
  private final Report report;
  private int failed;
  private long furthest;

  Attempts(URI source, Limits limits, Report report) {
    this.source = source;
    this.pauses = limits.pauses();
    this.report = report;
  }

  /**
   * Returns when it is time for the next attempt.
   *
   * @throws IOException the {@code failure}, if another attempt is of no use or was the last
   */
  void again(IOException failure) throws IOException {
    boolean stalled = failure instanceof SocketTimeoutException;
    if (failure instanceof Refused || failure instanceof InterruptedIOException && !stalled) {
      throw failure;
    }
    String why = Source.words(failure);
    if (failed == pauses.size()) {
      throw new IOException(why + (failed == 0 ? "" : ", " + (failed + 1) + " times"), failure);
    }
    Duration pause = pauses.get(failed++);
    report.waiting(pause.toSeconds() + " s to ask " + source + " again: " + why);
    sleep(pause);
  }

  /** Never again for bytes that came before: a source that starts over must come to an end. */
  void reached(long offset) {
    if (offset >= furthest + PROGRESS) {
      furthest = offset;
      failed = 0;
    }
  }

  private static void sleep(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
