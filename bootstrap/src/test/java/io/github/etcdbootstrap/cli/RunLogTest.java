package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.cli.FakeSessions.Ran;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeEtcd;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.text.BadInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves in the host's log. */
class RunLogTest {
  @TempDir private Path root;

  @Test
  void whatARunChangedAndHowItEnded() {
    FakeSessions sessions = on(1);
    sessions.warnings.add("conf.yml.in:3: `debug` is left out");
    Ran ran = sessions.run();

    assertThat(sessions.logged)
        .allMatch(l -> l.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ .*"));
    assertThat(logged())
        .startsWith(
            "etcd-bootstrap (unpacked): apply",
            "warning: conf.yml.in:3: `debug` is left out",
            "install etcd 3.5.2 for arm64 in /usr/local/lib/etcd/v3.5.2")
        .endsWith("x-k3s-m-1 is a healthy member of k3s-edge");
    assertThat(logged().subList(2, logged().size() - 1))
        .containsExactlyElementsOf(
            ran.out().lines().filter(l -> logged().contains(l) && !l.contains("healthy")).toList());
    assertThat(String.join("", logged())).doesNotContain("the PEM of");
  }

  @Test
  void whereNothingIsDoneNothingIsWritten() {
    FakeSessions sessions = on(1);
    sessions.run();
    sessions.logged.clear();
    sessions.warnings.add("conf.yml.in:3: `debug` is left out");
    sessions.run();
    sessions.run("plan");
    sessions.run("verify");

    assertThat(sessions.logged).isEmpty();
  }

  /** What is refused on a host that was never touched does not touch it. */
  @Test
  void itBeginsWithAChange() {
    FakeSessions sessions = on(3);
    sessions.world.seed.writable = false;

    assertThat(sessions.run().exit()).isEqualTo(4);
    assertThat(sessions.logged).isEmpty();
  }

  @Test
  void aRefusalInFull() {
    FakeSessions sessions = on(3);
    sessions.logBegun = true;
    sessions.world.seed.writable = false;
    sessions.run();

    assertThat(logged())
        .contains(
            "refused: the seed in /media/usb is not shared, so each host could found a"
                + " cluster of its own",
            "  seen: /media/usb is read-only");
  }

  @Test
  void aFailureWithItsRemedy() {
    FakeSessions sessions = on(1);
    sessions.logBegun = true;
    sessions.failure = Optional.of(new HostFailure("the stick is gone", "plug it in"));
    sessions.run();

    assertThat(logged())
        .containsExactly(
            "etcd-bootstrap (unpacked): apply", "error: the stick is gone", "  do: plug it in");
  }

  @Test
  void aBugInALine() {
    FakeSessions sessions = on(1);
    sessions.logBegun = true;
    sessions.failure = Optional.of(new IllegalStateException("oh"));
    sessions.run();

    assertThat(logged())
        .endsWith("error: a bug in etcd-bootstrap: java.lang.IllegalStateException: oh");
  }

  /** It is found before anything is touched, and the log is not touched either. */
  @Test
  void wrongInputLeavesNoLine() {
    FakeSessions sessions = on(1);
    sessions.logBegun = true;
    sessions.failure = Optional.of(new BadInput("no seed found", "plug it in"));

    assertThat(sessions.run().exit()).isEqualTo(2);
    assertThat(sessions.logged).isEmpty();
  }

  @Test
  void anUnhealthyEnd() {
    FakeSessions sessions = on(1);
    sessions.logBegun = true;
    sessions.run();
    sessions.logged.clear();
    sessions.world.cluster.health = () -> new OwnHealth(true, false, "no leader");
    sessions.run();

    assertThat(logged()).endsWith("error: x-k3s-m-1 is not healthy: no leader");
  }

  @Test
  void aLogThatCannotBeWrittenIsAWarningAndNoMore() {
    FakeSessions sessions = on(1);
    sessions.logFailure = Optional.of(new HostFailure(Layout.RUN_LOG + ": no space", "make room"));
    Ran ran = sessions.run();

    assertThat(ran.exit()).isZero();
    assertThat(ran.err())
        .isEqualTo(
            "warning: this run is not noted on the host: /var/log/etcd-bootstrap.log: no space\n");
  }

  private FakeSessions current;

  private List<String> logged() {
    return current.logged.stream().map(l -> l.substring(l.indexOf(' ') + 1)).toList();
  }

  private FakeSessions on(int members) {
    FakeWorld world = new FakeWorld(Edge.config(Edge.spec(members), 1));
    new FakeEtcd().runsOn(world);
    current = new FakeSessions(world, root);
    return current;
  }
}
