package io.github.etcdbootstrap.cli;

/** How a run ends; the numbers are part of the command line's contract. */
final class ExitCode {
  static final int AS_IT_SHOULD_BE = 0;
  static final int FAILED = 1;
  static final int WRONG_INPUT = 2;
  static final int CHANGES_PENDING = 3;
  static final int REFUSED = 4;

  private ExitCode() {}
}
