package io.github.etcdbootstrap.cli;

import java.io.PrintStream;

/**
 * The one line that changes while a run works; elsewhere than on a terminal, sparse plain lines.
 */
final class StatusLine {
  private static final long NANOS_BETWEEN_PLAIN_LINES = 10_000_000_000L;

  private final PrintStream err;
  private final boolean terminal;
  private String shown = "";
  private long shownAt;

  StatusLine(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  boolean isTerminal() {
    return terminal;
  }

  void show(String line) {
    if (terminal) {
      err.print("\r" + line + "\u001b[K");
      err.flush();
    } else if (!line.equals(shown) || isLongAgo()) {
      err.println(line);
      shownAt = System.nanoTime();
    }
    shown = line;
  }

  void clear() {
    if (terminal && !shown.isEmpty()) {
      err.print("\r\u001b[K");
      err.flush();
    }
    shown = "";
  }

  private boolean isLongAgo() {
    return System.nanoTime() - shownAt > NANOS_BETWEEN_PLAIN_LINES;
  }
}
