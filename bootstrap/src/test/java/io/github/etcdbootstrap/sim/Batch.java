package io.github.etcdbootstrap.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Many histories of one kind and size, on all processors. */
final class Batch {
  private final Kind kind;
  private final int hosts;
  private final long seed;
  private final int histories;
  private final Broken broken;

  Batch(Kind kind, int hosts, long seed, int histories, Broken broken) {
    this.kind = kind;
    this.hosts = hosts;
    this.seed = seed;
    this.histories = histories;
    this.broken = broken;
  }

  /** Those in which something did not hold, by their seeds. */
  List<Finding> all() {
    return run(histories);
  }

  /** At least one of them, if there is any. */
  List<Finding> first() {
    return run(1);
  }

  private List<Finding> run(int enough) {
    ConcurrentLinkedQueue<Finding> found = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread =
          new Thread(
              () -> {
                // Whoever has taken a number goes through with it: the first found is the first.
                while (found.size() < enough) {
                  int number = next.getAndIncrement();
                  if (number >= histories) {
                    return;
                  }
                  one(seed + number).ifPresent(found::add);
                }
              },
              "histories");
      threads.add(thread);
      thread.start();
    }
    threads.forEach(Batch::join);
    return found.stream().sorted(Comparator.comparing(f -> f.history().seed())).toList();
  }

  private Optional<Finding> one(long number) {
    History history = History.of(number, kind, hosts, broken);
    return new Simulation(history, broken, null)
        .run()
        .filter(broken::isShownBy)
        .map(what -> new Finding(history, broken, what))
        .filter(Finding::isOfBrokenRule);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
