package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With one or two members a restart always costs the quorum: only if all are healthy, and said. */
class SmallRestartHostsTest {
  private static final String TUNED = "snapshot-count";

  private TestCluster cluster;

  private void formed(int size) {
    cluster = TestCluster.ofBareHosts(SmallRestartHostsTest.class, size, "--manage-hosts");
    cluster.form();
    cluster.seed.tune(TUNED, 7000);
  }

  @AfterEach
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aloneItIsRestarted() {
    formed(1);
    isRestartedAndSaysThatTheClusterIsDownMeanwhile(1);
  }

  @Test
  void oneOfTwoIsRestartedWhileBothAreHealthy() {
    formed(2);
    isRestartedAndSaysThatTheClusterIsDownMeanwhile(1);
    isRestartedAndSaysThatTheClusterIsDownMeanwhile(2);
  }

  private void isRestartedAndSaysThatTheClusterIsDownMeanwhile(int host) {
    String before = cluster.etcdPid(host);

    Result run = cluster.run(host).expect(0);

    assertThat(run.out()).contains(TUNED);
    assertThat(run.out() + run.err()).containsPattern("cluster is down|no quorum|quorum is lost");
    assertThat(cluster.etcdPid(host)).isNotEmpty().isNotEqualTo(before);
    cluster.awaitHealthy(cluster.all());
    cluster.run(host, "verify").expect(0);
  }

  /** There is no quorum that it could cost; the other comes back to one that has the new file. */
  @Test
  void oneOfTwoIsRestartedWhileThereIsNoQuorum() {
    formed(2);
    cluster.hosts.exec(2, "rc-service", "etcd", "stop").expect(0);
    String before = cluster.etcdPid(1);

    Result run = cluster.run(1).expect(0);

    assertThat(run.out()).contains(TUNED);
    assertThat(cluster.etcdPid(1)).isNotEmpty().isNotEqualTo(before);
    cluster.hosts.exec(2, "rc-service", "etcd", "start").expect(0);
    cluster.awaitHealthy(1, 2);
    assertThat(cluster.run(1).expect(0).out()).startsWith("nothing to change");
  }
}
