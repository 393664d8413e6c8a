package io.github.etcdbootstrap.hosts;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits, bounded, and tells what it waited for in vain. */
final class Wait {
  private static final long STEP_MILLIS = 100;

  private Wait() {}

  /** Returns how long it took. The last look begins when the time is over: one may take long. */
  static Duration until(String what, Duration atMost, BooleanSupplier condition) {
    long start = System.nanoTime();
    boolean last = false;
    while (!condition.getAsBoolean()) {
      if (last) {
        throw new AssertionError("after " + since(start).toSeconds() + " s still not: " + what);
      }
      pause();
      last = since(start).compareTo(atMost) > 0;
    }
    return since(start);
  }

  /**
   * Something that must not happen, not at any moment of this time.
   *
   * @param signs of it; empty as long as there are none
   */
  static void never(String what, Duration during, Supplier<String> signs) {
    long start = System.nanoTime();
    while (since(start).compareTo(during) < 0) {
      String seen = signs.get();
      if (!seen.isEmpty()) {
        throw new AssertionError("after " + since(start).toMillis() + " ms " + what + ": " + seen);
      }
      pause();
    }
  }

  /** Lets this time pass, or less if the condition comes true. */
  static void pass(Duration atMost, BooleanSupplier unless) {
    long start = System.nanoTime();
    while (since(start).compareTo(atMost) < 0 && !unless.getAsBoolean()) {
      pause();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void pause() {
    try {
      Thread.sleep(STEP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
