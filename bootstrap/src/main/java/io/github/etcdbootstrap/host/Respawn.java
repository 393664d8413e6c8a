package io.github.etcdbootstrap.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Keeps one program running, as supervise-daemon does: started again a while after its end. */
final class Respawn {
  private final Duration delay;
  private final Path pidFile;
  private final Path log;
  private final Start start;
  private Thread keeper;

  /** Starts the program once. */
  interface Start {
    Process now() throws IOException;
  }

  /**
   * @param log where it is said why it could not be started
   */
  Respawn(Duration delay, Path pidFile, Path log, Start start) {
    this.delay = delay;
    this.pidFile = pidFile;
    this.log = log;
    this.start = start;
  }

  synchronized boolean isKeeping() {
    return keeper != null;
  }

  /** Starts it, unless that is done already; when this returns it runs or has run. */
  synchronized void begin() throws IOException {
    if (keeper != null) {
      return;
    }
    Process first = startNow();
    keeper = new Thread(() -> keep(first), "respawn");
    keeper.setDaemon(true);
    keeper.start();
  }

  /** Starts it no more; what runs is the caller's to end. */
  synchronized void end() {
    keeper = null;
    notifyAll();
  }

  private Process startNow() throws IOException {
    Process process = start.now();
    Files.writeString(pidFile, process.pid() + "\n");
    return process;
  }

  private void keep(Process first) {
    try {
      first.waitFor();
      for (Process next = again(); next != null; next = again()) {
        next.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null if it is to be started no more. */
  private synchronized Process again() throws InterruptedException {
    while (true) {
      forget();
      long until = System.nanoTime() + delay.toNanos();
      while (isMine() && System.nanoTime() < until) {
        wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      }
      if (!isMine()) {
        return null;
      }
      try {
        return startNow();
      } catch (IOException e) {
        say("cannot be started: " + e.getMessage());
      }
    }
  }

  /** The number may become another program's. */
  private void forget() {
    if (isMine()) {
      try {
        Files.deleteIfExists(pidFile);
      } catch (IOException e) {
        say(pidFile + " cannot be removed: " + e.getMessage());
      }
    }
  }

  private boolean isMine() {
    return keeper == Thread.currentThread();
  }

  private void say(String why) {
    try {
      Files.writeString(log, why + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // A disk that takes no line takes no data of etcd's either, which says so itself.
    }
  }
}
