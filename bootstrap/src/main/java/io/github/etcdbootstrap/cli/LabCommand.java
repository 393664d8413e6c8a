package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.LabFolder;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.plan.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A cluster to try on this machine, until it is stopped. */
@Command(
    name = "lab",
    description = {
      "Run a cluster on this machine to try things on: each member in a folder, on an address of"
          + " 127.x; needs no root. Ctrl-C ends it; the next lab goes on with its data."
    })
final class LabCommand implements Callable<Integer> {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final CommonOptions options;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "Its folder (default: ~/.cache/etcd-bootstrap/lab).")
  private String dir;

  @Option(
      names = "--members",
      paramLabel = "N",
      description = "How many members: 1, 3, 5 or 7 (default: 3, or as many as it has).")
  private Integer members;

  @Option(
      names = "--etcd",
      paramLabel = "TARBALL",
      description = "The release, instead of a download; for a lab in which none ran yet.")
  private String tarball;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "Stop by itself this many seconds after its members are well.")
  private Duration howLong = FOR_EVER;

  LabCommand(CommonOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    try (LabFolder folder = LabFolder.open(Optional.ofNullable(dir), System.getenv())) {
      Clock clock = new SystemClock();
      LabView view = new LabView();
      ClusterSpec spec =
          new LabSeed(folder, view::say)
              .make(Optional.ofNullable(members), Optional.ofNullable(tarball), clock);
      view.say("lab of %d in %s".formatted(spec.members().size(), folder.place()));
      Lab lab = new Lab(folder, spec, view, options.verbose(), clock);
      Thread onSignal = new Thread(() -> endNow(lab), "end");
      Runtime.getRuntime().addShutdownHook(onSignal);
      try {
        lab.start();
        lab.watch(howLong);
      } finally {
        lab.end();
        disarm(onSignal);
      }
      return ExitCode.AS_IT_SHOULD_BE;
    }
  }

  /** Where a signal came first, what it began is the end of this program. */
  private static void disarm(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      try {
        onSignal.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ctrl-C is how a lab ends: that is no failure, whatever number the signal has. */
  private static void endNow(Lab lab) {
    lab.end();
    Runtime.getRuntime().halt(ExitCode.AS_IT_SHOULD_BE);
  }
}
