package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** From 3.5.2 to a current 3.5 under a write load, one run a host; and no way back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VersionHostsTest {
  private static final String OLD = "3.5.2";
  private static final String NEW = "3.5.35";
  private static final int INTERRUPTED = 2;
  private static final int KILLED = 137;
  private static final int WRONG_INPUT = 2;
  private static final int REFUSED = 4;

  private TestCluster cluster;

  @BeforeAll
  void formed() {
    cluster = TestCluster.ofBareHosts(VersionHostsTest.class, 3, "--manage-hosts");
    cluster.form();
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void anotherMinorVersionIsWrongInput() {
    cluster.seed.wantWithoutTarball("3.6.0");
    Map<Integer, String> pids = cluster.etcdPids();
    DiskSnapshot disk = cluster.diskWithoutData(1);

    Result run = cluster.run(1).expect(WRONG_INPUT);

    assertThat(run.err()).contains("3.6.0", "cluster.yml");
    assertThat(cluster.diskWithoutData(1).changesSince(disk)).isEmpty();
    assertThat(cluster.etcdPids()).isEqualTo(pids);
  }

  @Test
  @Order(2)
  void raisedUnderAWriteLoad() {
    cluster.seed.want(NEW);
    Members before = new Members(cluster.status(1));
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      for (int host : cluster.all()) {
        if (host == INTERRUPTED) {
          diesBeforeTheRestart(host);
        }
        isRaised(host);
        load.awaitMore();
      }
      System.out.println(OLD + " → " + NEW + ": " + load.endAndFindAll());
    }
    Members after = new Members(cluster.status(1));
    assertThat(after.healthyVoters(NEW)).isEqualTo(3);
    assertThat(after.clusterId()).isEqualTo(before.clusterId());
    assertThat(after.idsByName()).isEqualTo(before.idsByName());
  }

  /** The new version is switched to, and the old one runs on. */
  private void diesBeforeTheRestart(int host) {
    cluster.runHaltingBefore(host, "restart-service").expect(KILLED);
    assertThat(current(host)).isEqualTo("v" + NEW);
    assertThat(cluster.etcdctlOfOne(host, "endpoint status").expect(0).out()).contains(OLD);
    assertThat(cluster.run(host, "verify").exit()).isEqualTo(1);
  }

  private void isRaised(int host) {
    Map<Integer, String> others = cluster.etcdPids();
    others.remove(host);

    Result run = cluster.run(host).expect(0);

    System.out.printf("%s → %s in %.1f s%n", OLD, NEW, run.seconds());
    assertThat(current(host)).isEqualTo("v" + NEW);
    assertThat(cluster.etcdPids()).containsAllEntriesOf(others);
    String program = "/proc/" + cluster.etcdPid(host) + "/exe";
    assertThat(cluster.hosts.exec(host, "readlink", program).out())
        .isEqualTo("/usr/local/lib/etcd/v" + NEW + "/etcd\n");
    assertThat(cluster.etcdctlOfOne(host, "endpoint status").expect(0).out()).contains(NEW);
    cluster.hosts.exec(host, "test", "-x", "/usr/local/lib/etcd/v" + OLD + "/etcd").expect(0);
    cluster.run(host, "verify").expect(0);
    assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
  }

  private String current(int host) {
    return cluster.hosts.exec(host, "readlink", "/usr/local/lib/etcd/current").out().strip();
  }

  /** A newer etcd than the one wanted is not overwritten. */
  @Test
  @Order(3)
  void loweredIsRefused() {
    cluster.seed.want(OLD);
    Map<Integer, String> pids = cluster.etcdPids();
    for (int host : cluster.all()) {
      DiskSnapshot disk = cluster.diskWithoutData(host);

      Result run = cluster.run(host).expect(REFUSED);

      assertThat(run.err()).contains(OLD, NEW);
      assertThat(cluster.diskWithoutData(host).changesSince(disk)).isEmpty();
      cluster.run(host, "plan").expect(REFUSED);
      assertThat(cluster.run(host, "verify").exit()).isNotZero();
    }
    assertThat(cluster.etcdPids()).isEqualTo(pids);
    cluster.awaitHealthy(cluster.all());
  }

  /** Nor when it does not run, nor when only its data is left to tell. */
  @Test
  @Order(4)
  void loweredIsRefusedWhileItIsStopped() {
    cluster.hosts.exec(1, "rc-service", "etcd", "stop").expect(0);
    DiskSnapshot disk = cluster.disk(1);

    Result run = cluster.run(1).expect(REFUSED);

    assertThat(run.err()).contains(OLD, NEW);
    assertThat(cluster.disk(1).changesSince(disk)).isEmpty();
    assertThat(cluster.etcdPid(1)).isEmpty();
    cluster.seed.want(NEW);
    cluster.run(1).expect(0);
    cluster.awaitHealthy(cluster.all());
  }
}
