package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One host of a healthy cluster of three, on which this and that is damaged and mended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Repair {
  static final int HOST = 1;

  private static final String OWNERS_FILES =
      """
      echo mine >/etc/etcd/mine.pem
      chmod 600 /etc/etcd/mine.pem
      echo mine >/usr/local/bin/mine
      echo 'export MINE=1' >/etc/profile.d/mine.sh
      mkdir /usr/local/lib/etcd/mine
      """;

  /** The disk shows a folder only once something in it has been written. */
  private static final String SHOWN = "touch /etc/runlevels/boot /etc/profile.d /etc/init.d\n";

  TestCluster cluster;

  /** Of etcd on the host before the damage. */
  String pid;

  DiskSnapshot contents;
  private DiskSnapshot disk;
  private Map<Integer, String> othersPids;
  private boolean whole;

  @BeforeAll
  void up() {
    cluster = TestCluster.ofBareHosts(getClass(), 3, "--manage-hosts");
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** A case ends as the next begins; after one that failed there is a new cluster. */
  @BeforeEach
  void formed() {
    if (!whole) {
      cluster.startFromBare();
      cluster.form();
      byHand(OWNERS_FILES + SHOWN);
      othersPids = othersPids();
    }
    whole = false;
    pid = cluster.etcdPid(HOST);
    disk = cluster.diskWithoutData(HOST);
    contents = cluster.contents(HOST);
  }

  private Map<Integer, String> othersPids() {
    Map<Integer, String> pids = cluster.etcdPids();
    pids.remove(HOST);
    return pids;
  }

  void byHand(String commands) {
    cluster.hosts.shell(HOST, "set -e\n" + commands).expect(0);
  }

  /** What else befalls the host between a damage and the run. */
  void beforeRun() {}

  void isMended(Damage damage) {
    byHand(damage.commands());
    beforeRun();
    Result run = cluster.run(HOST);
    try {
      run.expect(0);
      System.out.printf("fixed in %.1f s: %s%n", run.seconds(), damage);
      switch (damage.etcd()) {
        case RUNS_ON -> assertThat(cluster.etcdPid(HOST)).isEqualTo(pid);
        case IS_STARTED_ANEW -> assertThat(cluster.etcdPid(HOST)).isNotEmpty().isNotEqualTo(pid);
        case MAY_HAVE_ENDED -> assertThat(cluster.etcdPid(HOST)).isNotEmpty();
      }
      assertThat(cluster.diskWithoutData(HOST).changedSince(disk))
          .allMatch(path -> damage.paths().stream().anyMatch(p -> isTouched(path, p)));
      assertThat(cluster.contents(HOST).changesSince(contents))
          .allMatch(line -> line.matches("/etc/(passwd|shadow|group)-: .*"));
      isWhole();
    } catch (AssertionError e) {
      throw new AssertionError(damage + ": " + e.getMessage() + "\nafter: " + run, e);
    }
  }

  private static boolean isTouched(Path changed, String path) {
    Path touched = Path.of("/").relativize(Path.of(path));
    return changed.startsWith(touched) || changed.equals(touched.getParent());
  }

  /** Healthy, and nothing is left to do. */
  void isWhole() {
    cluster.run(HOST, "verify").expect(0);
    assertThat(cluster.isHealthy(HOST)).isTrue();
    String folders = "/var/lib/etcd /var/lib/etcd-bootstrap/marks /var/log/etcd";
    String look =
        "rc-service -q etcd status && stat -c '%a %U:%G' /var/lib/etcd && find "
            + folders
            + " ! -user etcd";
    assertThat(cluster.hosts.shell(HOST, look).out()).isEqualTo("700 etcd:etcd\n");
    assertThat(othersPids()).isEqualTo(othersPids);
    whole = true;
  }

  /** There is still something that this case has to undo. */
  void isNotYetAsItWas() {
    whole = false;
  }
}
