package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.host.Processes.Running;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The processes of one member of a lab: known by what they execute, whoever started them. So those
 * of a lab that was killed are found, and never another's whose number they had. Where a processor
 * is emulated all of them execute the emulator: there the configuration that is named tells.
 *
 * @param pidFile names the one that counts
 * @param releases the folder that its etcd is executed from
 * @param runner the script that becomes etcd
 * @param configurations that its etcd may be started with
 */
record LabProcesses(
    Processes processes, Path pidFile, Path releases, Path runner, List<Path> configurations) {
  private static final String SCRIPT = "etcd-run";
  private static final String PROGRAM = "etcd";
  private static final String CONFIGURATION = "--config-file=";

  /** What a refused or a first start leaves beside etcd, for as long as that lives. */
  private static final String WATCHER = "--watch";

  /** A lab is not worth the minute that an etcd without a quorum takes to end by itself. */
  private static final long TERM_MILLIS = 5_000;

  private static final long KILL_MILLIS = 5_000;
  private static final long WATCHER_MILLIS = 3_000;
  private static final long STEP_MILLIS = 50;

  /** The member's etcd, or the script that is about to become it. */
  List<Long> pids() {
    return members().stream().map(Running::pid).toList();
  }

  private List<Running> members() {
    Map<Long, Running> found = new LinkedHashMap<>();
    Stream<Running> candidates =
        Stream.of(
                noted().flatMap(processes::of).stream(),
                processes.namedHere(PROGRAM).stream(),
                processes.namedHere(SCRIPT).stream())
            .flatMap(some -> some);
    // By number: the script may have become etcd between two looks.
    candidates.filter(this::isMember).forEach(p -> found.putIfAbsent(p.pid(), p));
    return List.copyOf(found.values());
  }

  private List<Running> watchers() {
    return processes.namedHere(SCRIPT).stream()
        .filter(p -> isScript(p) && argumentsOf(p).contains(WATCHER))
        .toList();
  }

  private boolean isMember(Running process) {
    return Path.of(processes.executableOf(process.pid())).startsWith(releases)
        || isScript(process) && !argumentsOf(process).contains(WATCHER)
        || configurations.stream()
            .anyMatch(file -> argumentsOf(process).contains(CONFIGURATION + file));
  }

  private boolean isScript(Running process) {
    return argumentsOf(process).contains(runner.toString());
  }

  private List<String> argumentsOf(Running process) {
    return processes.argumentsOf(process.pid());
  }

  private Optional<Long> noted() {
    try {
      return Optional.of(Long.valueOf(Files.readString(pidFile).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** By SIGTERM, then by SIGKILL; the watchers end by themselves after it. */
  void end() {
    signal(members(), ProcessHandle::destroy);
    if (!areGone(this::members, TERM_MILLIS)) {
      signal(members(), ProcessHandle::destroyForcibly);
    }
    if (!areGone(this::members, KILL_MILLIS)) {
      throw new HostFailure(
          "processes of %s do not end: %s".formatted(releases, pids()),
          "look at them with ps; one in state D waits for a disk");
    }
    if (!areGone(this::watchers, WATCHER_MILLIS)) {
      signal(watchers(), ProcessHandle::destroyForcibly);
    }
  }

  private static void signal(List<Running> all, Consumer<ProcessHandle> signal) {
    all.forEach(p -> ProcessHandle.of(p.pid()).ifPresent(signal));
  }

  private static boolean areGone(Supplier<List<Running>> which, long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!which.get().isEmpty()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
