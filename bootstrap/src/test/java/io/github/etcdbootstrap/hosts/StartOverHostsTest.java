package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cluster started over on purpose is another one, and a host that slept through it joins it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartOverHostsTest {
  private TestCluster cluster;

  @BeforeAll
  void formed() {
    cluster = TestCluster.ofBareHosts(StartOverHostsTest.class, 3, "--manage-hosts");
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
        Duration.ofSeconds(30),
        () -> !cluster.etcdPid(sleeper).isEmpty());

    Result joined = cluster.run(sleeper).expect(0);

    assertThat(joined.out()).contains("move /var/lib/etcd/member aside to /var/lib/etcd/aside/");
    Members now = new Members(cluster.status(sleeper));
    assertThat(now.clusterId()).isEqualTo(expected.clusterId());
    assertThat(now.idsByName()).isEqualTo(expected.idsByName());
    assertThat(now.healthyVoters("3.5.2")).isEqualTo(3);
    for (int host : cluster.all()) {
      assertThat(cluster.readFrom(host, "new")).isEqualTo("data");
      assertThat(cluster.readFrom(host, "old")).isEmpty();
      cluster.hosts.shell(host, "ls /var/lib/etcd/aside/member-*/wal/*.wal").expect(0);
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
    }
  }
}
