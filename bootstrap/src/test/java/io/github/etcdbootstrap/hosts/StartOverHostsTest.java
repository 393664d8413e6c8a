package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cluster started over on purpose is another one, and a host that slept through it joins it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartOverHostsTest {
  private static final int REFUSED = 4;
  private static final Pattern COMMAND =
      Pattern.compile("mv /media/usb/birth\\.yml /media/usb/birth-[^ /]+\\.yml");

  private TestCluster cluster;

  @BeforeAll
  void up() {
    cluster = TestCluster.ofTable(StartOverHostsTest.class, 3, "--manage-hosts");
  }

  @BeforeEach
  void formed() {
    cluster.startFromBare();
    cluster.form();
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void startedOverWhileOneHostSlept() throws IOException {
    Members before = new Members(cluster.status(1));
    cluster.etcdctl(1, "put old data").expect(0);
    cluster.onEach("rc-service etcd stop", 1, 2);
    cluster.hosts.powerCut(3);
    Files.move(cluster.seed.file("birth.yml"), cluster.seed.file("birth-20260401T1200.yml"));

    cluster.runAtOnce(1, 2).forEach(result -> result.expect(0));

    Members after = new Members(cluster.status(1));
    assertThat(after.clusterId()).isNotEqualTo(before.clusterId());
    for (Map.Entry<String, String> member : after.idsByName().entrySet()) {
      assertThat(before.idsByName()).containsKey(member.getKey());
      assertThat(before.idsByName().values()).doesNotContain(member.getValue());
    }
    cluster.etcdctl(1, "put new data").expect(0);
    joinsTheNewOne(3, after);
  }

  /** It boots with the old cluster's data, and its etcd runs on it, alone. */
  private void joinsTheNewOne(int sleeper, Members expected) {
    cluster.hosts.boot(sleeper);
    Wait.until(
        "etcd runs on its old data",
        Duration.ofMinutes(2),
        () -> !cluster.etcdPid(sleeper).isEmpty());
    touchesNothingWithItsKeptCopyAlone(sleeper);

    Result joined = cluster.run(sleeper).expect(0);

    assertThat(joined.out()).contains("move /var/lib/etcd/member aside to /var/lib/etcd/aside/");
    Members now = new Members(cluster.status(sleeper));
    assertThat(now.clusterId()).isEqualTo(expected.clusterId());
    assertThat(now.idsByName()).isEqualTo(expected.idsByName());
    assertThat(now.healthyVoters(TestCluster.CURRENT)).isEqualTo(3);
    for (int host : cluster.all()) {
      assertThat(cluster.readFrom(host, "new")).isEqualTo("data");
      assertThat(cluster.readFrom(host, "old")).isEmpty();
      cluster.hosts.shell(host, "ls /var/lib/etcd/aside/member-*/wal/*.wal").expect(0);
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
    }
  }

  /** The copy knows the old birth only, and the others are of another. */
  private void touchesNothingWithItsKeptCopyAlone(int sleeper) {
    cluster.hosts.unplug(sleeper);
    String pid = cluster.etcdPid(sleeper);
    DiskSnapshot disk = cluster.diskWithoutData(sleeper);

    Result alone = cluster.run(sleeper).expect(REFUSED);

    assertThat(alone.err())
        .contains("the copy kept on this card", "refused: ", "a different cluster");
    assertThat(cluster.etcdPid(sleeper)).isEqualTo(pid);
    assertThat(cluster.diskWithoutData(sleeper).changesSince(disk)).isEmpty();
    cluster.hosts.plug(sleeper, cluster.seed.stick());
  }

  /** As he did it before: the data moved away on every host, and started. */
  @Test
  void ownersOldWayIsRefusedWithTheCommandsOfTheNewOne() {
    Members before = new Members(cluster.status(1));
    cluster.onEach("rc-service etcd stop && mv /var/lib/etcd /var/lib/etcd.bak", 1, 2, 3);
    for (int host : cluster.all()) {
      Result start = cluster.hosts.exec(host, "rc-service", "etcd", "start");
      assertThat(start.exit()).isNotZero();
      assertThat(start.out() + start.err()).contains("run etcd-bootstrap on this host");
    }

    List<Result> refusals = cluster.runAtOnce(cluster.all());

    refusals.forEach(refusal -> refusal.expect(REFUSED));
    for (int host : cluster.all()) {
      assertThat(cluster.signsOfEtcd(host)).isEmpty();
    }
    cluster.hosts.shell(1, command(refusals.get(0))).expect(0);
    cluster.runAtOnce(cluster.all()).forEach(result -> result.expect(0));
    Members after = new Members(cluster.status(1));
    assertThat(after.clusterId()).isNotEqualTo(before.clusterId());
    assertThat(after.healthyVoters(TestCluster.CURRENT)).isEqualTo(3);
    for (int host : cluster.all()) {
      cluster.hosts.shell(host, "ls /var/lib/etcd.bak/member/wal/*.wal").expect(0);
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
    }
  }

  /** As it stands in the refusal. */
  private static String command(Result refusal) {
    Matcher command = COMMAND.matcher(refusal.err());
    assertThat(command.find()).as(refusal.toString()).isTrue();
    return command.group();
  }
}
