package io.github.etcdbootstrap.host;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.ProcessDestroyer;

/** Kills a command that does not heed the watchdog's SIGTERM. */
final class KillAtLast implements ProcessDestroyer {
  private final Duration limit;
  private volatile Process process;

  KillAtLast(Duration limit) {
    this.limit = limit;
  }

  @Override
  public boolean add(Process started) {
    process = started;
    Thread waiting = new Thread(this::await, "command time-out");
    waiting.setDaemon(true);
    waiting.start();
    return true;
  }

  private void await() {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean remove(Process ended) {
    return true;
  }

  @Override
  public int size() {
    return process == null ? 0 : 1;
  }
}
