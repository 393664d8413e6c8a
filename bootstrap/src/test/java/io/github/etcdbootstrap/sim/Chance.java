package io.github.etcdbootstrap.sim;

import java.util.List;

/** Chance that follows from a number (splitmix64). */
final class Chance {
  private long state;

  Chance(long seed) {
    reset(seed);
  }

  /** Mixed, or what follows from the next number would be the same a few draws later. */
  void reset(long seed) {
    state = mixed(seed);
  }

  long bits() {
    state += 0x9e3779b97f4a7c15L;
    return mixed(state);
  }

  private static long mixed(long state) {
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  int below(int bound) {
    return (int) Long.remainderUnsigned(bits(), bound);
  }

  boolean in(int percent) {
    return below(100) < percent;
  }

  <T> T pick(List<T> items) {
    return items.get(below(items.size()));
  }
}
