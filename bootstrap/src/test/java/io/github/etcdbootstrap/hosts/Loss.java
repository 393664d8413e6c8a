package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A cluster under a write load, one host of which loses this or that: one run there brings it back,
 * the cluster can be written all the while, and no acknowledged write is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Loss {
  static final String CURRENT = TestCluster.CURRENT;
  static final String FIRST = TestSeed.FIRST;
  static final int REFUSED = 4;
  static final String DATA = "/var/lib/etcd";

  static final String STOP = "rc-service etcd stop\n";
  static final String START = "rc-service etcd start\n";

  /**
   * An election takes up to two time-outs of 5 s each, and a failed write a second; as much again
   * is for a machine that has other work.
   */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(30);

  private final String version;
  private final int size;
  TestCluster cluster;
  private boolean whole;

  Loss(String version, int size) {
    this.version = version;
    this.size = size;
  }

  @BeforeAll
  void up() {
    cluster = TestCluster.ofBareHosts(getClass(), size, "--manage-hosts").want(version);
    for (int host : cluster.all()) {
      cluster.hosts.serial(host, "card-" + host);
    }
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
      cluster.hosts.cableIn(cluster.all());
      cluster.startFromBare();
      cluster.form();
      cluster.awaitHealthy(cluster.all());
    }
    whole = false;
  }

  void byHand(int host, String commands) {
    cluster.hosts.shell(host, "set -e\n" + commands).expect(0);
  }

  ListedMembers members() {
    return ListedMembers.by(cluster, 1);
  }

  ListedMembers membersAsSeenBesides(int host) {
    return ListedMembers.by(cluster, someOther(host));
  }

  int someOther(int host) {
    return host == 1 ? 2 : 1;
  }

  /** One run on the host, and it is a healthy voter again; its old ID is gone. */
  void isReplaced(String name, int host, Runnable loss) {
    isBroughtBack(name, host, loss, true);
  }

  /** The same, under the ID that it had. */
  void isMended(String name, int host, Runnable loss) {
    isBroughtBack(name, host, loss, false);
  }

  private void isBroughtBack(String name, int host, Runnable loss, boolean replaced) {
    ListedMembers before = membersAsSeenBesides(host);
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      loss.run();
      load.awaitMore();
      Result run = cluster.run(host);
      ended(name, host, load, run);
      wholeAgain(before, host, replaced, run);
    }
  }

  private void ended(String name, int host, WriteLoad load, Result run) {
    run.expect(0);
    WriteLoad.Acknowledged written = load.endAndFindAll();
    System.out.printf(
        "%s, %s on host %d: back in %.1f s; %s%n", version, name, host, run.seconds(), written);
    assertThat(written.longestGap()).as("%s", written).isLessThan(LONGEST_GAP);
    Agreement.isReachedIn(cluster);
  }

  private void wholeAgain(ListedMembers before, int host, boolean replaced, Result run) {
    ListedMembers after = membersAsSeenBesides(host);
    String id = before.idsByName().get(TestHosts.name(host));
    if (replaced) {
      assertThat(after.idsByName().values()).as("%s", run).doesNotContain(id);
      hasSnapshot(host);
    } else {
      assertThat(after.idsByName()).as("%s", run).isEqualTo(before.idsByName());
    }
    Map<String, String> others = before.idsByName();
    others.remove(TestHosts.name(host));
    assertThat(after.clusterId()).isEqualTo(before.clusterId());
    assertThat(after.idsByName()).containsAllEntriesOf(others).hasSize(size);
    isWhole(host);
  }

  /** Of before the removal, which etcd's own tool can read. */
  private void hasSnapshot(int host) {
    String newest = "$(ls -t /var/lib/etcd-bootstrap/snapshots/snapshot-*.db | head -n 1)";
    byHand(host, "etcdutl snapshot status \"" + newest + "\"\n");
  }

  void isWhole(Integer... hosts) {
    cluster.awaitHealthy(cluster.all());
    assertThat(members().learners()).isEmpty();
    for (int host : hosts) {
      assertThat(cluster.etcdctlOfOne(host, "endpoint status").out()).contains(" " + version + ",");
      cluster.run(host, "verify").expect(0);
      Result again = cluster.run(host).expect(0);
      assertThat(again.out()).startsWith("nothing to change");
    }
    whole = true;
  }

  /** The leader remembers how far a follower's log went, as long as it leads. */
  void follow(int host) {
    if (leader() == host) {
      String next = members().idsByName().get(TestHosts.name(someOther(host)));
      cluster.moveLeader(host, next);
    }
  }

  int leader() {
    return Stream.of(cluster.all()).filter(this::leads).findFirst().orElseThrow();
  }

  private boolean leads(int host) {
    String status = cluster.etcdctlOfOne(host, "endpoint status").expect(0).out();
    return status.split(", ")[4].equals("true");
  }

  /** Of what was lost, nothing was deleted: it is kept aside. */
  void isKeptAside(int host, String file) {
    cluster.hosts.shell(host, "ls " + DATA + "/aside/member-*/" + file).expect(0);
  }
}
