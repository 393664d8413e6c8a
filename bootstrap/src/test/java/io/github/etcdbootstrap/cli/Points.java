package io.github.etcdbootstrap.cli;

import java.util.Locale;

/** The places at which a run can be stopped, counted as they are passed. */
class Points {
  private static final int AS_IF_KILLED = 137;

  private final int last;
  private final Which which;
  private int passed;

  /**
   * @param last the point that is not passed; 0 if all are
   */
  Points(int last, String which) {
    this.last = last;
    this.which = Which.valueOf(which.toUpperCase(Locale.ROOT));
  }

  /** Which places count. */
  private enum Which {
    /** Before each change, and before, within and after each write. */
    ALL,
    /** Each at which something else is written than at the one before: within and after a write. */
    WRITES,
    /** Before each change. */
    CHANGES
  }

  void beforeChange(String change) {
    pass(which != Which.WRITES, "before the change " + change);
  }

  void beforeWrite(String call) {
    pass(which == Which.ALL, "before " + call);
  }

  void withinWrite(String call) {
    pass(which != Which.CHANGES, "within " + call);
  }

  void afterWrite(String call) {
    pass(which != Which.CHANGES, "after " + call);
  }

  /** Nothing is flushed, unlocked or cleaned up on the way out. */
  private synchronized void pass(boolean counts, String what) {
    if (!counts) {
      return;
    }
    passed++;
    System.err.println("point " + passed + ": " + what);
    if (passed == last) {
      Runtime.getRuntime().halt(AS_IF_KILLED);
    }
  }
}
