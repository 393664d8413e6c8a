package io.github.etcdbootstrap.hosts;

import java.time.Duration;
import java.util.List;

/** How a command ended, and what it printed. */
record Result(List<String> command, int exit, String out, String err, Duration took) {

  /** This result, if it ended as it should; else all that is known of it. */
  Result expect(int wanted) {
    if (exit != wanted) {
      throw new AssertionError("exit status %d, not %d, of %s".formatted(exit, wanted, this));
    }
    return this;
  }

  List<String> lines() {
    return out.lines().toList();
  }

  double seconds() {
    return took.toMillis() / 1000.0;
  }

  @Override
  public String toString() {
    return "%s%n--- exit %d after %.1f s, out:%n%s--- err:%n%s---"
        .formatted(String.join(" ", command), exit, seconds(), out, err);
  }
}
