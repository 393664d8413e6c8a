package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Host.ServiceState;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Children of this process in place of OpenRC: what the init script asks of it, with the same guard
 * before every start, under the paths of a lab's folder.
 */
final class LabServices implements Services {
  static final HostPath PID_FILE = HostPath.of("/run/etcd.pid");

  private static final HostPath DATA = HostPath.of("/var/lib/etcd");
  private static final Duration QUICK = Duration.ofSeconds(30);

  /** As the init script has it. */
  private static final Duration RESPAWN_DELAY = Duration.ofSeconds(5);

  /** A guard that refused is asked again soon: here somebody watches. */
  private static final String REFUSAL_SECONDS = "10";

  private static final String GUARD = Layout.RUNNER.name();

  private final Root root;
  private final Folders folders;
  private final Commands commands;
  private final LabProcesses processes;
  private final Respawn respawn;
  private boolean over;

  LabServices(Root root, Processes all) {
    this.root = root;
    this.folders = new Folders(root, new Owners(new AccountFiles(root)));
    this.commands =
        new Commands(
            root.at(Layout.RUNNER.parent()) + ":" + Commands.PATH,
            Map.of(
                "ETCD_PROGRAM", real(Layout.CURRENT.child("etcd")),
                "ETCD_RUN_LOG", real(Layout.SERVICE_LOG),
                // No disk has a serial here: a folder that is copied is no card.
                "ETCD_RUN_SYS", real(HostPath.of("/sys")),
                "ETCD_RUN_REFUSAL_SECONDS", REFUSAL_SECONDS));
    this.processes =
        new LabProcesses(
            all,
            root.at(PID_FILE),
            root.at(Layout.RELEASES),
            root.at(Layout.RUNNER),
            List.of(Path.of(real(Layout.CONF)), Path.of(real(Layout.USED))));
    this.respawn =
        new Respawn(
            RESPAWN_DELAY,
            root.at(PID_FILE),
            root.at(Layout.SERVICE_LOG),
            () -> commands.begin(root.at(Layout.SERVICE_LOG), GUARD, arguments()));
  }

  private String real(HostPath path) {
    return root.at(HostPath.of("/")) + path.value();
  }

  private List<String> arguments() {
    return List.of(real(DATA), real(Layout.CARD), real(Layout.FIRST_FOLDER), real(Layout.CONF));
  }

  @Override
  public boolean runs(String service) {
    return !processes.pids().isEmpty();
  }

  @Override
  public ServiceState state(String service) {
    List<Long> pids = processes.pids();
    List<String> enabled =
        isThere(Runlevels.link(service, Layout.RUNLEVEL)) ? List.of(Layout.RUNLEVEL) : List.of();
    if (!isThere(Layout.INIT_SCRIPT)) {
      return new ServiceState(Status.ABSENT, enabled, pids);
    }
    Status unkept = pids.isEmpty() ? Status.STOPPED : Status.CRASHED;
    return new ServiceState(respawn.isKeeping() ? Status.STARTED : unkept, enabled, pids);
  }

  private boolean isThere(HostPath path) {
    return Files.exists(root.at(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void enable(String service) {
    HostPath link = Runlevels.link(service, Layout.RUNLEVEL);
    new AtomicFiles(root, new Owners(new AccountFiles(root)), folders)
        .link(link, Layout.INIT_SCRIPT.value());
  }

  @Override
  public void disable(String service, String runlevel) {
    throw new IllegalStateException("a lab has one runlevel");
  }

  /** As start_pre of the init script: folders, then the guard's own questions. */
  @Override
  public synchronized void start(String service) {
    if (over) {
      throw new HostFailure("the lab is ending", "start it again");
    }
    folders.make(Layout.FIRST_FOLDER.parent(), Ownership.root(0755));
    folders.make(Layout.FIRST_FOLDER, etcds(0750));
    folders.make(Layout.LOGS, etcds(0750));
    List<String> check = new ArrayList<>(List.of("--check"));
    check.addAll(arguments());
    commands
        .run(QUICK, GUARD, check.toArray(String[]::new))
        .orFail("see what is in " + root.at(HostPath.of("/")));
    try {
      respawn.begin();
    } catch (IOException e) {
      throw Failures.of("starting", root.at(Layout.RUNNER), e);
    }
  }

  private static Ownership etcds(int mode) {
    return new Ownership(Layout.ACCOUNT, Layout.ACCOUNT, mode);
  }

  @Override
  public void stop(String service) {
    respawn.end();
    processes.end();
    try {
      Files.deleteIfExists(root.at(PID_FILE));
    } catch (IOException e) {
      throw Failures.of("removing", root.at(PID_FILE), e);
    }
  }

  /** For good. */
  void close() {
    synchronized (this) {
      over = true;
    }
    stop(Layout.SERVICE);
  }
}
