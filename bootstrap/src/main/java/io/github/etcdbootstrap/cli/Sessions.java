package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Seed;
import java.util.List;

/** Opens the world that a command acts on. */
interface Sessions {
  /** What a command means to do with the host. */
  enum Purpose {
    APPLY,
    LOOK,
    VERIFY
  }

  /** Keeps two runs that change this host apart. */
  RunLock lock();

  /**
   * Appends lines to the host's log of runs.
   *
   * @param begin also where there is none yet
   */
  void log(List<String> lines, boolean begin);

  /** The seed that the options name, or that is found. */
  Seed seed(CommonOptions options);

  /**
   * This program, as a baked card is to carry it.
   *
   * @throws io.github.etcdbootstrap.text.BadInput if it does not run from its JAR
   */
  default Content jar() {
    return LiveSessions.runningJar();
  }

  Session open(CommonOptions options, Purpose purpose, Report report);
}
