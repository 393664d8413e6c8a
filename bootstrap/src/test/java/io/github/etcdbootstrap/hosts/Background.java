package io.github.etcdbootstrap.hosts;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work on a thread of its own, since JUnit's and the common pool's may be few and all waiting. */
final class Background<T> {
  private final CompletableFuture<T> result = new CompletableFuture<>();

  private Background() {}

  static <T> Background<T> begin(Supplier<T> work) {
    Background<T> background = new Background<>();
    Thread thread = new Thread(() -> background.run(work));
    thread.setDaemon(true);
    thread.start();
    return background;
  }

  private void run(Supplier<T> work) {
    try {
      result.complete(work.get());
    } catch (RuntimeException | AssertionError e) {
      result.completeExceptionally(e);
    }
  }

  boolean hasEnded() {
    return result.isDone();
  }

  /** Waits for its end. */
  T end() {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AssertionError failure) {
        throw failure;
      }
      throw e;
    }
  }
}
