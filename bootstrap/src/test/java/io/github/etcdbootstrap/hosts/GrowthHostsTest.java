package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * From one member to five and back, one line in cluster.yml and one command a step, while a client
 * writes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GrowthHostsTest {
  private static final int MOST = 5;
  private static final int WRONG_INPUT = 2;
  private static final int REFUSED = 4;
  private static final String MARKS = "/var/lib/etcd-bootstrap/marks/";
  private static final Duration LONG_ENOUGH_TO_START = Duration.ofSeconds(12);

  private TestCluster cluster;

  @BeforeAll
  void one() {
    cluster = TestCluster.ofTable(GrowthHostsTest.class, MOST);
    for (int host : cluster.all()) {
      cluster.teachNames(host);
    }
    cluster.seed.members(1);
    cluster.run(1).expect(0);
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void whoIsNotInTheInventoryIsToldSo() {
    Result run = cluster.run(2).expect(WRONG_INPUT);

    assertThat(run.err()).contains("x-k3s-m-2", "inventory", "cluster.yml, whose members are");
  }

  @Test
  @Order(2)
  void growsToFive() {
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      for (int host = 2; host <= MOST; host++) {
        cluster.seed.members(upTo(host));
        Result run = cluster.run(host).expect(0);
        System.out.printf("%d → %d members in %.1f s%n", host - 1, host, run.seconds());
        areHealthyVoters(host);
        load.awaitMore();
      }
      System.out.println("1 → 5: " + load.endAndFindAll());
    }
    Agreement.isReachedIn(cluster);
    Map<Integer, String> pids = cluster.etcdPids();
    cluster.runAtOnce(cluster.all()).forEach(result -> result.expect(0));
    for (int host : cluster.all()) {
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
    }
    assertThat(cluster.etcdPids()).isEqualTo(pids);
  }

  /** By mistake, say: it stays out until its owner says otherwise, and comes back as another. */
  @Test
  @Order(3)
  void whoLeftStaysOutUntilItRejoins() {
    String id = ListedMember.idsByName(cluster, 1).get(TestHosts.name(MOST));
    leaves(MOST);

    staysOut(MOST);
    cluster.hosts.powerCut(MOST);
    cluster.hosts.boot(MOST);
    staysOut(MOST);
    Result again = cluster.run(MOST, "leave");
    assertThat(again.exit()).as(again.toString()).isIn(0, REFUSED);
    staysOut(MOST);

    cluster.run(MOST, "apply", "--rejoin").expect(0);
    areHealthyVoters(MOST);
    assertThat(ListedMember.idsByName(cluster, 1).get(TestHosts.name(MOST))).isNotEqualTo(id);
    assertThat(cluster.run(MOST).expect(0).out()).startsWith("nothing to change");
  }

  private void staysOut(int host) {
    Result run = cluster.run(host).expect(REFUSED);
    assertThat(run.err()).contains("has left", "--rejoin");
    Wait.never("etcd runs", LONG_ENOUGH_TO_START, () -> cluster.signsOfEtcd(host));
    areHealthyVoters(host - 1);
  }

  @Test
  @Order(4)
  void shrinksToTwo() {
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      for (int host = MOST; host > 2; host--) {
        leaves(host);
        cluster.seed.members(upTo(host - 1));
        load.awaitMore();
      }
      System.out.println("5 → 2: " + load.endAndFindAll(1, 2));
    }
    Agreement.isReachedBy(cluster, 1, 2);
  }

  /** Nobody would be left who could agree to it. */
  @Test
  @Order(5)
  void oneOfTwoMayNotLeaveWhileTheOtherIsOff() {
    cluster.hosts.powerCut(1);
    String pid = cluster.etcdPid(2);
    DiskSnapshot disk = cluster.diskWithoutData(2);
    DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());

    Result run = cluster.run(2, "leave").expect(REFUSED);

    assertThat(run.err()).contains("refused: ", "x-k3s-m-1");
    assertThat(cluster.etcdPid(2)).isEqualTo(pid);
    assertThat(cluster.diskWithoutData(2).changesSince(disk)).isEmpty();
    assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
    cluster.hosts.boot(1);
    cluster.awaitHealthy(1, 2);
    areHealthyVoters(2);
  }

  @Test
  @Order(6)
  void shrinksToOne() {
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      leaves(2);
      cluster.seed.members(1);
      System.out.println("2 → 1: " + load.endAndFindAll(1));
    }
    Agreement.isReachedBy(cluster, 1);
    assertThat(cluster.run(1).expect(0).out()).doesNotContain("restart");
    assertThat(cluster.run(1).expect(0).out()).startsWith("nothing to change");
  }

  /** With it the cluster would be gone. */
  @Test
  @Order(7)
  void theLastOneMayNotLeave() {
    String pid = cluster.etcdPid(1);

    Result run = cluster.run(1, "leave").expect(REFUSED);

    assertThat(run.err()).contains("refused: ");
    assertThat(cluster.etcdPid(1)).isEqualTo(pid);
    areHealthyVoters(1);
  }

  private void leaves(int host) {
    String name = TestHosts.name(host);
    String id = ListedMember.idsByName(cluster, 1).get(name);

    Result run = cluster.run(host, "leave").expect(0);

    System.out.printf("%d → %d members in %.1f s%n", host, host - 1, run.seconds());
    areHealthyVoters(host - 1);
    assertThat(ListedMember.idsByName(cluster, 1)).doesNotContainValue(id);
    assertThat(cluster.signsOfEtcd(host)).isEmpty();
    String look =
        "rc-service -q etcd status && echo runs; ls /etc/runlevels/*/etcd /var/lib/etcd/member;"
            + " ls -d /var/lib/etcd/aside/member-*/wal "
            + (MARKS + name + "-" + id + ".left");
    assertThat(cluster.hosts.shell(host, look).out().lines())
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.startsWith("/var/lib/etcd/aside/") || line.startsWith(MARKS))
        .anyMatch(line -> line.startsWith(MARKS));
    assertThat(cluster.seed.file("members/" + name + "-" + id + ".left")).exists();
  }

  private void areHealthyVoters(int count) {
    cluster.awaitHealthy(upTo(count));
    List<ListedMember> listed = ListedMember.all(cluster, 1);
    assertThat(listed).hasSize(count).allMatch(m -> m.started() && !m.learner());
  }

  private static Integer[] upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toArray(Integer[]::new);
  }
}
