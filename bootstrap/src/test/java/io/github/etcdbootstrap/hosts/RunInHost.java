package io.github.etcdbootstrap.hosts;

import java.time.Duration;
import java.util.List;

/** A run of the JAR that can be watched, and ended by a signal, while it waits. */
final class RunInHost {
  private static final Duration UNTIL_ENDED = Duration.ofMinutes(8);
  private static final Duration UNTIL_SAID = Duration.ofMinutes(4);

  /** In memory: the card is not touched by it. */
  private static final String NOTES = "/run/watched-run";

  private final TestCluster cluster;
  private final int host;

  private RunInHost(TestCluster cluster, int host) {
    this.cluster = cluster;
    this.host = host;
  }

  static RunInHost begin(TestCluster cluster, int host, String... arguments) {
    String run = "java -jar " + TestCluster.JAR + " " + String.join(" ", arguments);
    String script =
        "rm -rf %1$s; mkdir %1$s; cd %1$s; : >err;"
            + " { %2$s >out 2>err & echo $! >pid; wait $!; echo $? >exit.new; mv exit.new exit; }"
            + " >/dev/null 2>&1 &";
    cluster.hosts.shell(host, script.formatted(NOTES, run)).expect(0);
    return new RunInHost(cluster, host);
  }

  /** What it has said so far, on standard error. */
  String said() {
    return cluster.hosts.exec(host, "cat", NOTES + "/err").out();
  }

  boolean hasEnded() {
    return cluster.hosts.exec(host, "test", "-e", NOTES + "/exit").exit() == 0;
  }

  void awaitSaid(String what) {
    Wait.until(
        "it says " + what + ", but: " + said(),
        UNTIL_SAID,
        () -> said().contains(what) || hasEnded());
    if (!said().contains(what)) {
      throw new AssertionError("it ended without saying " + what + ": " + end());
    }
  }

  Result terminate() {
    cluster.hosts.shell(host, "kill -TERM $(cat " + NOTES + "/pid)").expect(0);
    return end();
  }

  /** Waits for its end. */
  Result end() {
    Duration took = Wait.until("the run on " + host + " has ended", UNTIL_ENDED, this::hasEnded);
    int exit = Integer.parseInt(cluster.hosts.exec(host, "cat", NOTES + "/exit").out().strip());
    String out = cluster.hosts.exec(host, "cat", NOTES + "/out").out();
    return new Result(List.of("run on " + host), exit, out, said(), took);
  }
}
