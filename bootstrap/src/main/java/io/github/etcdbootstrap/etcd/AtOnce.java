package io.github.etcdbootstrap.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks several at once, and waits no longer for any of them than told. */
final class AtOnce {
  private AtOnce() {}

  /**
   * What {@code ask} gives for each of {@code whom}, in their order; {@code late} for one that is
   * not done within {@code longest}.
   */
  static <T, R> List<R> map(
      List<T> whom, Duration longest, Function<T, R> ask, BiFunction<T, String, R> late) {
    if (whom.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(whom.size(), AtOnce::daemon);
    try {
      List<Future<R>> answers =
          whom.stream().map(one -> threads.submit(() -> ask.apply(one))).toList();
      long deadline = System.nanoTime() + longest.toNanos();
      List<R> results = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        results.add(result(whom.get(i), answers.get(i), deadline, late));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * What {@code first} gives; if that takes longer than {@code patience}, or is nothing, what
   * {@code second} gives; if that is nothing, the first one's after all. Both must come to an end.
   */
  static <R> Optional<R> preferred(
      Supplier<Optional<R>> first, Duration patience, Supplier<Optional<R>> second) {
    CompletableFuture<Optional<R>> preferred =
        CompletableFuture.supplyAsync(first, work -> daemon(work).start());
    return preferred
        .copy()
        .completeOnTimeout(Optional.empty(), patience.toNanos(), TimeUnit.NANOSECONDS)
        .join()
        .or(second)
        .or(preferred::join);
  }

  private static <T, R> R result(
      T one, Future<R> answer, long deadline, BiFunction<T, String, R> late) {
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return late.apply(one, "its answer does not end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return late.apply(one, "interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e);
    }
  }

  /** A peer that hangs must not keep the program from its end. */
  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ask");
    thread.setDaemon(true);
    return thread;
  }
}
