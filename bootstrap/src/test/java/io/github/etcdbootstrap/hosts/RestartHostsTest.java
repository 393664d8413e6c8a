package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** etcd is restarted where a change needs it, one host at a time, and never against the quorum. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartHostsTest {
  private static final int KILLED = 137;
  private static final int REFUSED = 4;
  private static final Duration BETWEEN_THE_TWO_LOOKS = Duration.ofSeconds(5);
  private static final Duration UNTIL_IT_PURGES = Duration.ofSeconds(40);
  private static final String TUNED = "snapshot-count";
  private static final int BEFORE = 10000;

  private TestCluster cluster;
  private int value = BEFORE;
  private boolean whole;

  @BeforeAll
  void up() {
    cluster = TestCluster.ofBareHosts(RestartHostsTest.class, 3, "--manage-hosts");
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Each test leaves a healthy cluster; after one that failed there is a new one. */
  @BeforeEach
  void formed() {
    if (!whole) {
      cluster.startFromBare();
      cluster.form();
    }
    whole = false;
  }

  private void tune() {
    value += 1000;
    cluster.seed.tune(TUNED, value);
  }

  @Test
  void anotherTuningRestartsOneHostAtATime() {
    tune();
    for (int host : cluster.all()) {
      Map<Integer, String> before = cluster.etcdPids();

      Result run = cluster.run(host).expect(0);

      assertThat(run.out()).contains(TUNED).contains(Integer.toString(value));
      assertThat(run.took()).isGreaterThan(BETWEEN_THE_TWO_LOOKS);
      isRestartedWith(value, host, before);
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
      System.out.printf("restarted for another tuning in %.1f s%n", run.seconds());
    }
    whole = true;
  }

  private void isRestartedWith(int wanted, int host, Map<Integer, String> before) {
    assertThat(conf(host)).isEqualTo(wanted);
    Map<Integer, String> others = cluster.etcdPids();
    assertThat(others.remove(host)).isNotEmpty().isNotEqualTo(before.remove(host));
    assertThat(others).isEqualTo(before);
    assertThat(cluster.isHealthy(host)).isTrue();
    cluster.run(host, "verify").expect(0);
  }

  private int conf(int host) {
    String conf = cluster.hosts.exec(host, "cat", "/etc/etcd/conf.yml").expect(0).out();
    return Integer.parseInt(conf.replaceAll("(?s).*\n" + TUNED + ": ([0-9]+)\n.*", "$1"));
  }

  /** Of two voters that are up neither can be spared; one of them is an orphan besides. */
  @Test
  void nothingIsRestartedWhileAnotherVoterIsDown() {
    Map<Integer, String> before = cluster.etcdPids();
    cluster.hosts.exec(3, "rc-service", "etcd", "stop").expect(0);
    cluster.hosts.shell(2, "kill -9 $(pidof supervise-daemon)").expect(0);
    tune();

    List<Result> runs = cluster.runAtOnce(1, 2);

    for (int host : new int[] {1, 2}) {
      Result run = runs.get(host - 1).expect(REFUSED);
      assertThat(run.err().lines())
          .anyMatch(line -> line.startsWith("waiting ") && line.contains("x-k3s-m-3"))
          .anyMatch(line -> line.startsWith("refused: ") && line.contains("x-k3s-m-3"));
      System.out.printf("refused to restart after %.1f s%n", run.seconds());
      assertThat(conf(host)).isEqualTo(value);
      assertThat(cluster.etcdPid(host)).isEqualTo(before.get(host));
    }
    assertThat(cluster.isHealthy(1) && cluster.isHealthy(2)).isTrue();
    restartsWhenTheOtherIsBack();
  }

  private void restartsWhenTheOtherIsBack() {
    cluster.hosts.exec(3, "rc-service", "etcd", "start").expect(0);
    cluster.awaitHealthy(cluster.all());
    for (int host : new int[] {1, 2}) {
      Map<Integer, String> before = cluster.etcdPids();
      cluster.run(host).expect(0);
      isRestartedWith(value, host, before);
    }
    whole = true;
  }

  /** Its data is the new account's only once it may be stopped: it would end within 30 s. */
  @Test
  void whatAnotherUsersEtcdReadsIsLeftToItWhileAnotherVoterIsDown() throws InterruptedException {
    cluster.hosts.exec(3, "rc-service", "etcd", "stop").expect(0);
    cluster.hosts.shell(1, "sed -i 's/^etcd:x:[0-9]*:/etcd:x:733:/' /etc/passwd").expect(0);
    Map<Integer, String> before = cluster.etcdPids();

    assertThat(cluster.run(1).expect(REFUSED).err()).contains("it runs as user", "x-k3s-m-3");

    Thread.sleep(UNTIL_IT_PURGES.toMillis());
    assertThat(cluster.isHealthy(1)).isTrue();
    assertThat(cluster.etcdPid(1)).isEqualTo(before.get(1));
    cluster.hosts.exec(3, "rc-service", "etcd", "start").expect(0);
    cluster.awaitHealthy(cluster.all());
    before = cluster.etcdPids();
    cluster.run(1).expect(0);
    isRestartedWith(conf(1), 1, before);
    String owner = "stat -c %u /var/lib/etcd /var/lib/etcd/member/wal /proc/" + cluster.etcdPid(1);
    assertThat(cluster.hosts.shell(1, owner).expect(0).out()).isEqualTo("733\n733\n733\n");
    whole = true;
  }

  /** What runs is no longer what conf.yml says, and nothing else tells so. */
  @Test
  void runThatDiedBeforeTheRestartIsFinishedByTheNext() {
    tune();
    Map<Integer, String> before = cluster.etcdPids();
    cluster.runHaltingBefore(1, "2").expect(KILLED);
    assertThat(conf(1)).isEqualTo(value);
    assertThat(cluster.etcdPids()).isEqualTo(before);
    assertThat(cluster.run(1, "verify").exit()).isEqualTo(1);

    Result run = cluster.run(1).expect(0);

    assertThat(run.out()).contains(TUNED);
    isRestartedWith(value, 1, before);
    whole = true;
  }

  /** Started by somebody else since: it has the new configuration, so nothing is left to do. */
  @Test
  void restartByHandIsEnough() {
    tune();
    cluster.runHaltingBefore(2, "2").expect(KILLED);
    cluster.hosts.exec(2, "rc-service", "etcd", "restart").expect(0);
    cluster.awaitHealthy(2);
    Map<Integer, String> before = cluster.etcdPids();

    assertThat(cluster.run(2).expect(0).out()).doesNotContain(TUNED);

    assertThat(cluster.etcdPids()).isEqualTo(before);
    cluster.run(2, "verify").expect(0);
    whole = true;
  }
}
