package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.cli.FakeSessions.Ran;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeEtcd;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Rendering;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyCommandTest {
  private static final String DISK =
      "disk of /var/lib/etcd: a flush takes 1.00 ms (p50), 5.00 ms (p99): good, etcd wants a p99"
          + " below 10 ms\n";

  @TempDir private Path root;

  @Test
  void onABareHostItPrintsEachChangeThenTheTable() {
    FakeSessions sessions = on(1);
    String planned = Rendering.of(sessions.world.planning().get());
    sessions.world.cluster.statuses.add(MembersTableTest.status(1, true));

    Ran ran = sessions.run();

    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .startsWith(planned)
        .contains("\n" + DISK)
        .contains("| x-k3s-m-1 |")
        .endsWith("x-k3s-m-1 is a healthy member of k3s-edge\n");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aSecondRunSaysThatThereIsNothingToChange() {
    FakeSessions sessions = on(1);
    sessions.run("apply");
    Ran ran = sessions.run("apply");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .isEqualTo("nothing to change: x-k3s-m-1 is a healthy member of k3s-edge\n");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aLaterRunThatChangesSomethingDoesNotMeasure() {
    FakeSessions sessions = on(1);
    sessions.run("apply");
    sessions.world.host.own(Edge.DATA, Ownership.root(0755));

    Ran ran = sessions.run("apply");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains(Edge.DATA.value()).doesNotContain("disk of");
  }

  /** Warnings come before changes; where there are none they are only counted. */
  @Test
  void warningsAreSaidOnceARun() {
    FakeSessions sessions = on(1);
    sessions.warnings.add("conf.yml.in:3: `debug` is left out");
    String warning = "warning: conf.yml.in:3: `debug` is left out\n";

    assertThat(sessions.run("apply").err()).isEqualTo(warning);
    Ran quiet = sessions.run("apply");
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.out()).endsWith("k3s-edge (1 warnings: `plan` shows them)\n");
    assertThat(sessions.run("apply", "--verbose").err()).isEqualTo(warning);
  }

  @Test
  void theFirstOfThreeSaysOnWhichToRunNextAndThatIsSuccess() {
    Ran ran = on(3).run();

    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .endsWith(
            ", x-k3s-m-1-key.pem, x-k3s-m-1.pem\n"
                + DISK
                + "1 of 3 up; run etcd-bootstrap on the next: x-k3s-m-2, x-k3s-m-3\n");
    assertThat(ran.err()).contains("waiting for the cluster: 1 of 3 up, not yet: x-k3s-m-2");
  }

  @Test
  void aRefusalIsOnStandardErrorAndChangesNothing() {
    FakeSessions sessions = on(3);
    sessions.world.seed.writable = false;
    var before = new TreeMap<>(sessions.world.host.files);

    Ran ran = sessions.run();

    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("waiting for the others: the seed in /media/usb is not shared")
        .contains("\nrefused: the seed in /media/usb is not shared")
        .contains("\n  seen: /media/usb is read-only\n")
        .contains("\n  do: use one seed that all hosts share");
    assertThat(sessions.world.host.files).isEqualTo(before);
  }

  @Test
  void anUnhealthyMemberFailsWithItsLog() {
    FakeSessions sessions = on(1);
    sessions.world.cluster.health = () -> new OwnHealth(true, false, "no leader");
    sessions.world.host.folder(Layout.LOGS, Ownership.root(0755));
    sessions.world.host.write(
        new NodeFile(Layout.SERVICE_LOG, Content.of("panic: disk\n"), Ownership.root(0644)));

    Ran ran = sessions.run();

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .endsWith(
            """
            error: x-k3s-m-1 is not healthy: no leader
              seen: etcd's log: it says "panic: disk"
              do: fix what it names, then run again
            """);
  }

  /** Somebody who mends the one should know of the other. */
  @Test
  void whatEndsIsSaidAlsoWhereTheMemberIsNotHealthy() {
    FakeSessions sessions = on(1);
    sessions.run("apply");
    String ends = "client.pem: ends on 2027-01-01T00:00:00Z";
    sessions.world.certificates =
        new Certificates.Verdict(List.of(), List.of(), List.of(), List.of(ends), Instant.EPOCH);
    assertThat(sessions.run("apply").err()).isEqualTo("warning: " + ends + "\n");
    assertThat(sessions.run("verify").err()).startsWith("warning: " + ends + "\n");
    assertThat(sessions.run("plan").err()).isEqualTo("warning: " + ends + "\n");

    sessions.world.cluster.health = () -> new OwnHealth(true, false, "no leader");
    Ran ran = sessions.run("apply");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).containsOnlyOnce("warning: " + ends + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "never"})
  void coloursComeOnlyWhereTheyAreAskedFor(String when) {
    Ran ran = on(1).run("apply", "--color", when);

    assertThat(ran.out().contains("\u001b[32m")).isEqualTo(when.equals("always"));
  }

  private FakeSessions on(int members) {
    FakeWorld world = new FakeWorld(Edge.config(Edge.spec(members), 1));
    new FakeEtcd().runsOn(world);
    return new FakeSessions(world, root);
  }
}
