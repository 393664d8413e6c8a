package io.github.etcdbootstrap.text;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was found good and need not be looked at again: a run looks several times, mostly at the
 * same. Bounded.
 *
 * @param <T> a value
 */
public final class Remembered<T> {
  private static final int MOST_KEPT = 256;

  private final Set<T> good = ConcurrentHashMap.newKeySet();

  public boolean contains(T value) {
    return good.contains(value);
  }

  public void add(T value) {
    if (good.size() >= MOST_KEPT) {
      good.clear();
    }
    good.add(value);
  }
}
