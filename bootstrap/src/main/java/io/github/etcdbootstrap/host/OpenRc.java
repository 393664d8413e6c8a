package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Host.ServiceState;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Alpine's services. */
final class OpenRc implements Services {
  private static final Set<Status> BETWEEN =
      Set.of(Status.STARTING, Status.STOPPING, Status.INACTIVE);

  private static final Duration QUICK = Duration.ofSeconds(30);

  /** Starts what the service needs as well. */
  private static final Duration START = Duration.ofSeconds(120);

  /** Longer than the init script's own SIGTERM/60/SIGKILL/5. */
  private static final Duration STOP = Duration.ofSeconds(80);

  private final Root root;
  private final Commands commands;
  private final Supervised supervised;
  private final Runlevels runlevels;

  OpenRc(Root root, Commands commands, Supervised supervised) {
    this.root = root;
    this.commands = commands;
    this.supervised = supervised;
    this.runlevels = new Runlevels(root);
  }

  @Override
  public ServiceState state(String service) {
    ServiceState state = look(service);
    if (!BETWEEN.contains(state.status()) || !supervised.isAbandoned(service)) {
      return state;
    }
    // Whoever was at it was killed, or the state has changed just now: OpenRC itself cannot tell.
    ServiceState later = look(service);
    return later.equals(state)
        ? new ServiceState(Status.CRASHED, state.runlevels(), state.pids())
        : later;
  }

  private ServiceState look(String service) {
    List<String> enabled = runlevels.of(service);
    List<Long> pids = supervised.pids(service);
    if (!exists(Layout.SERVICES.child(service))) {
      return new ServiceState(Status.ABSENT, enabled, pids);
    }
    return new ServiceState(status(service, !pids.isEmpty()), enabled, pids);
  }

  @Override
  public boolean runs(String service) {
    return !supervised.pids(service).isEmpty();
  }

  private Status status(String service, boolean runs) {
    Status guess = runs ? Status.STARTED : Status.STOPPED;
    // Of a link OpenRC tells how the service is whose script it leads to, under that one's name.
    if (!commands.has("rc-service")
        || Files.isSymbolicLink(root.at(Layout.SERVICES.child(service)))) {
      return guess;
    }
    return switch (commands.run(QUICK, "rc-service", service, "status").exit()) {
      case 0 -> supervised.lostItsSupervisor(service) ? Status.CRASHED : Status.STARTED;
      case 3 -> Status.STOPPED;
      case 4 -> Status.STOPPING;
      case 8 -> Status.STARTING;
      case 16 -> Status.INACTIVE;
      case 32, 64 -> Status.CRASHED;
      // A broken init script cannot say; it is this program that repairs it.
      default -> guess;
    };
  }

  @Override
  public void enable(String service) {
    update("add", service, Layout.RUNLEVEL);
  }

  @Override
  public void disable(String service, String runlevel) {
    update("del", service, runlevel);
  }

  private void update(String verb, String service, String runlevel) {
    commands
        .run(QUICK, "rc-update", verb, service, runlevel)
        .orFail("see `rc-update show " + runlevel + "`, then run again");
    Path folder = root.follow(Runlevels.FOLDER.child(runlevel));
    try {
      Folders.sync(folder);
    } catch (IOException e) {
      throw Failures.of("writing", folder, e);
    }
  }

  @Override
  public void start(String service) {
    commands
        .run(START, "rc-service", service, "start")
        .orFail("see `rc-service " + service + " start` and the service's log");
  }

  @Override
  public void stop(String service) {
    List<Processes.Running> before = supervised.processes(service);
    Commands.Outcome outcome = commands.run(STOP, "rc-service", service, "stop");
    supervised.end(service, before);
    if (!outcome.succeeded()) {
      // Else OpenRC goes on believing that it is started, and starts it no more.
      commands
          .run(QUICK, "rc-service", service, "zap")
          .orFail("see `rc-service " + service + " stop`: " + outcome.words());
    }
  }

  private boolean exists(HostPath path) {
    return Files.exists(root.at(path), LinkOption.NOFOLLOW_LINKS);
  }
}
