package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A run is killed while etcd, started for the first time, waits for a name that does not resolve
 * yet: it has no write-ahead log, and nobody is left to see it come.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedStartHostsTest {
  private static final int KILLED = 137;
  private static final Duration SOME_TIME = Duration.ofSeconds(4);
  private static final Duration LONG_ENOUGH_TO_RESPAWN = Duration.ofSeconds(15);
  private static final Duration IN_TIME = Duration.ofMinutes(2);
  private static final String LOG = "/var/lib/etcd/member/wal/*.wal";
  private static final String STARTED = "/var/lib/etcd-bootstrap/marks/*.started";
  private static final String PERMIT = "/run/etcd-bootstrap/first/first.yml";

  private TestCluster cluster;

  @BeforeAll
  void up() {
    cluster = TestCluster.ofBareHosts(InterruptedStartHostsTest.class, 3);
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Two hosts are a cluster; the third hangs in its first start. */
  @BeforeEach
  void interruptedBeforeItsLog() {
    cluster.startFromBare();
    for (int host : cluster.all()) {
      cluster.teachNames(host);
    }
    cluster.runAtOnce(2, 3).forEach(result -> result.expect(0));
    cluster.runHaltingBefore(1, "start-service").expect(KILLED);
    cluster.forgetNames(1);
    cluster.hosts.exec(1, "rc-service", "etcd", "start").expect(0);
    Wait.until("etcd runs", IN_TIME, () -> !cluster.etcdPid(1).isEmpty());
    Wait.never("it has its log before the names", SOME_TIME, () -> listing(LOG));
    assertThat(cluster.etcdPid(1)).isNotEmpty();
    assertThat(isThere(STARTED)).isFalse();
    assertThat(isThere(PERMIT)).isFalse();
  }

  /** The one that was not there when it was marked as intended, and is remembered all the same. */
  @Test
  void logThatComesLaterIsRemembered() {
    cluster.teachNames(1);
    Wait.until("the log has come", IN_TIME, () -> isThere(LOG));
    Wait.until("it is marked as started", IN_TIME, () -> isThere(STARTED));

    cluster.hosts.exec(1, "rm", "-rf", "/var/lib/etcd/member").expect(0);
    cluster.killEtcd(1);
    doesNotStartEmpty();
    cluster.hosts.powerCut(1);
    cluster.hosts.boot(1);
    doesNotStartEmpty();

    Result run = cluster.run(1).expect(0);
    assertThat(run.out()).contains("remove member ");
    assertThat(new Members(cluster.status(1)).healthyVoters("3.5.2")).isEqualTo(3);
  }

  /** It never came to its log, so it never voted: the next run starts it again, as the same. */
  @Test
  void startThatDiedBeforeItsLogIsRepeatedByTheNextRun() {
    cluster.killEtcd(1);
    cluster.teachNames(1);
    doesNotStartEmpty();

    Result run = cluster.run(1).expect(0);

    assertThat(run.out()).endsWith("x-k3s-m-1 is a healthy member of x-k3s\n");
    assertThat(new Members(cluster.status(1)).healthyVoters("3.5.2")).isEqualTo(3);
  }

  private void doesNotStartEmpty() {
    Wait.never("etcd has started empty", LONG_ENOUGH_TO_RESPAWN, () -> cluster.signsOfEtcd(1));
  }

  private boolean isThere(String files) {
    return !listing(files).isEmpty();
  }

  private String listing(String files) {
    return cluster.hosts.shell(1, "ls " + files).out();
  }
}
