package io.github.etcdbootstrap.sim;

import java.util.List;

/** Chance that follows from a number (splitmix64). */
final class Chance {
  private long state;

  Chance(long seed) {
    reset(seed);
  }

  void reset(long seed) {
    state = seed * 0x9e3779b97f4a7c15L + 0x5851f42d4c957f2dL;
  }

  long bits() {
    state += 0x9e3779b97f4a7c15L;
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
