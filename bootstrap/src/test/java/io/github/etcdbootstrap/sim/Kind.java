package io.github.etcdbootstrap.sim;

/** What the hosts share, and how their cluster began. */
enum Kind {
  /** One seed that all hosts see at all times. */
  SHARED,
  /** One stick, at one host at a time. */
  TRAVELLING,
  /** A copy of the seed on each card, with the birth in it. */
  PRIVATE,
  /** A copy of the seed on each card; a birth comes when the owner puts it there. */
  PRIVATE_UNBORN,
  /** A cluster that was made by hand, and a shared seed that knows nothing of it. */
  HAND_MADE,
  /** The same, on cards so slow that the cluster often does not give its lock in time. */
  SLOW,
  /**
   * A shared seed, and an inventory that grows and shrinks: two hosts more than are in it first.
   */
  GROWING,
  /** A shared seed that loses all that it knew. */
  FORGETFUL;

  private static final int SPARE = 2;

  /** How many machines there are where so many are members at first. */
  int machines(int hosts) {
    return this == GROWING ? hosts + SPARE : hosts;
  }

  boolean isMadeByHand() {
    return this == HAND_MADE || this == SLOW;
  }

  boolean isPrivate() {
    return this == PRIVATE || this == PRIVATE_UNBORN;
  }
}
