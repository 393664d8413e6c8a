package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.host.Processes.Running;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A service's processes: its supervise-daemon and that one's children. */
final class Supervised {
  /** The kernel cuts names. */
  private static final int LONGEST_NAME = 15;

  private static final String SUPERVISOR = "supervise-daemon".substring(0, LONGEST_NAME);

  private final Root root;
  private final Processes processes;
  private final Patience patience;
  private final Set<String> ownArguments;

  /**
   * @param ownArguments with one of these a program is this host's service, whoever started it
   */
  Supervised(Root root, Processes processes, Patience patience, Set<String> ownArguments) {
    this.root = root;
    this.processes = processes;
    this.patience = patience;
    this.ownArguments = ownArguments;
  }

  /**
   * How long to wait, in milliseconds.
   *
   * @param ending for what is about to end by itself
   * @param term after SIGTERM
   * @param kill after SIGKILL
   */
  record Patience(long ending, long term, long kill) {}

  List<Long> pids(String service) {
    return processes(service).stream()
        .filter(p -> !p.program().equals(SUPERVISOR))
        .map(Running::pid)
        .toList();
  }

  /** The supervisor first: it would bring the others back. */
  List<Running> processes(String service) {
    Set<Running> all = new LinkedHashSet<>();
    for (String file : pidFiles(service)) {
      // The number in an old file may by now be anybody's: only the name makes it the service's.
      named(file, SUPERVISOR).ifPresent(all::add);
      named(file, service).ifPresent(all::add);
    }
    orphan(service).ifPresent(all::add);
    if (all.isEmpty()) {
      all.addAll(startedByHand(service));
    }
    for (Running process : List.copyOf(all)) {
      if (process.program().equals(SUPERVISOR)) {
        all.addAll(processes.childrenOf(process.pid()));
      }
    }
    return List.copyOf(all);
  }

  private Optional<Running> named(String pidFile, String program) {
    return readPid(pidFile)
        .flatMap(processes::of)
        .filter(process -> process.program().equals(program));
  }

  /** The child of a supervisor that was killed: a script till it hands over to the program. */
  private Optional<Running> orphan(String service) {
    String options = options(service);
    String script = read(options + "/exec").orElse("");
    String name = script.substring(script.lastIndexOf('/') + 1);
    String child = options + "/child_pid";
    return named(child, service)
        .or(() -> named(child, name.substring(0, Math.min(LONGEST_NAME, name.length()))));
  }

  private List<Running> startedByHand(String service) {
    return processes.namedHere(service).stream()
        .filter(p -> processes.argumentsOf(p.pid()).stream().anyMatch(ownArguments::contains))
        .toList();
  }

  /** OpenRC itself goes on saying "started" when its supervisor was killed. */
  boolean lostItsSupervisor(String service) {
    return read(options(service) + "/child_pid").isPresent()
        && processes(service).stream().noneMatch(p -> p.program().equals(SUPERVISOR));
  }

  /** It has no process, and nobody starts or stops it, now and a while later. */
  boolean isAbandoned(String service) {
    long deadline = System.nanoTime() + patience.ending * 1_000_000;
    while (processes(service).isEmpty() && !isHandled(service)) {
      if (System.nanoTime() > deadline) {
        return true;
      }
      pause();
    }
    return false;
  }

  /** By openrc-run, or the shell that it lets run the script. */
  private boolean isHandled(String service) {
    String script = Layout.SERVICES.child(service).value();
    return processes.runsHereWith(
        arguments ->
            arguments.contains(script)
                && arguments.stream().anyMatch(a -> a.matches("(.*/)?openrc-run(\\.sh)?"))
                && arguments.stream().anyMatch(Set.of("start", "stop", "restart")::contains));
  }

  private static String options(String service) {
    return "/run/openrc/options/" + service;
  }

  /** Ends, by number, what is left of {@code before} and what runs now. */
  void end(String service, List<Running> before) {
    if (endsInTime(service, before, patience.ending)) {
      return;
    }
    signal(service, before, ProcessHandle::destroy);
    if (endsInTime(service, before, patience.term)) {
      return;
    }
    signal(service, before, ProcessHandle::destroyForcibly);
    if (endsInTime(service, before, patience.kill)) {
      return;
    }
    throw new HostFailure(
        "processes of the service " + service + " do not end: " + left(service, before),
        "look at them with ps; one in state D waits for a disk; restart the host");
  }

  private void signal(String service, List<Running> before, Consumer<ProcessHandle> signal) {
    left(service, before).forEach(p -> ProcessHandle.of(p.pid()).ifPresent(signal));
  }

  private boolean endsInTime(String service, List<Running> before, long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!left(service, before).isEmpty()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause();
    }
    return true;
  }

  private List<Running> left(String service, List<Running> before) {
    Set<Running> left = new LinkedHashSet<>(processes(service));
    before.stream().filter(processes::runs).forEach(left::add);
    return List.copyOf(left);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where OpenRC's versions, and the init script, may have put the number. */
  private List<String> pidFiles(String service) {
    List<String> files = new ArrayList<>();
    files.add("/run/supervise-" + service + ".pid");
    files.add("/run/" + service + ".pid");
    read(options(service) + "/pidfile").filter(file -> !files.contains(file)).ifPresent(files::add);
    return files;
  }

  private Optional<Long> readPid(String file) {
    try {
      return read(file).map(Long::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(root.follow(HostPath.of(file))).strip());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
