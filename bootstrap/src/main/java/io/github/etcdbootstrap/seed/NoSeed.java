package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.text.BadInput;

/** Nothing is where a seed was looked for; the copy kept on the card may serve instead. */
final class NoSeed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient BadInput told;

  NoSeed(BadInput told) {
    super(told);
    this.told = told;
  }

  /** What the owner is told where there is no copy either. */
  BadInput told() {
    return told;
  }

  /** What was looked for, and where. */
  String missing() {
    return told.problems().get(0).cause();
  }
}
