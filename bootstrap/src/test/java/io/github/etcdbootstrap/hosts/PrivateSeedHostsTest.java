package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Three hosts, each with a copy of the seed that it cannot write to and that nobody else sees: with
 * the same birth in all copies they meet, in whatever order they are run, and form one cluster.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivateSeedHostsTest {
  private static final int REFUSED = 4;
  private static final Duration LONG_ENOUGH_TO_START = Duration.ofSeconds(12);

  private TestCluster cluster;
  private String birth;

  /** Without a birth each of them refuses, and prints one to be put into every copy. */
  @BeforeAll
  void refusedWithoutABirth() {
    cluster = TestCluster.ofTable(PrivateSeedHostsTest.class, 3, "--manage-hosts");
    PrivateSeeds seeds = PrivateSeeds.plugIn(cluster);
    Map<Integer, DiskSnapshot> disks = new TreeMap<>();
    Stream.of(cluster.all()).forEach(host -> disks.put(host, cluster.disk(host)));

    List<Result> runs = cluster.runAtOnce(cluster.all());

    for (int host : cluster.all()) {
      Result run = runs.get(host - 1).expect(REFUSED);
      birth = PrivateSeeds.birthIn(run);
      assertThat(run.err()).contains("refused: ", "read-only", "into every copy of the seed");
      assertThat(birth).contains("token: ", "cluster-id: ", "x-k3s-m-1", "x-k3s-m-2", "x-k3s-m-3");
      assertThat(cluster.disk(host).changesSince(disks.get(host))).isEmpty();
    }
    seeds.putBirth(birth);
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void bare() {
    cluster.hosts.cableIn(cluster.all());
    cluster.hosts.newCard(cluster.all());
  }

  @Test
  void formOneClusterAtOnce() {
    List<Result> results = cluster.runAtOnce(cluster.all());

    for (Result result : results) {
      System.out.printf("private seeds, all at once: %.1f s%n", result.expect(0).seconds());
    }
    isTheClusterOfTheBirth();
  }

  @Test
  void formOneClusterAsTheyCome() {
    formAsTheyCome(1, 2, 3);
  }

  @Test
  void formOneClusterAsTheyComeTheOtherWayRound() {
    formAsTheyCome(3, 2, 1);
  }

  private void formAsTheyCome(int first, int second, int last) {
    RunInHost one = cluster.begin(first);
    one.awaitSaid(TestHosts.name(last));
    RunInHost two = cluster.begin(second);
    two.awaitSaid(TestHosts.name(last));
    assertThat(cluster.signsOfEtcd(first) + cluster.signsOfEtcd(second)).isEmpty();

    Result three = cluster.run(last).expect(0);

    System.out.printf("private seeds, the last of them: %.1f s%n", three.seconds());
    one.end().expect(0);
    two.end().expect(0);
    isTheClusterOfTheBirth();
  }

  @Test
  void oneAloneWaitsAndSaysForWhom() {
    RunInHost alone = cluster.begin(2);
    alone.awaitSaid(TestHosts.name(1));
    alone.awaitSaid(TestHosts.name(3));
    Wait.never("etcd has started", LONG_ENOUGH_TO_START, () -> cluster.signsOfEtcd(2));
    assertThat(alone.hasEnded()).isFalse();
    hasNothingOfOurs(2);

    Result ended = alone.terminate();

    assertThat(ended.exit()).isNotZero();
    assertThat(cluster.signsOfEtcd(2)).isEmpty();
    cluster.hosts.powerCut(2);
    cluster.hosts.boot(2);
    Wait.never("etcd has started", LONG_ENOUGH_TO_START, () -> cluster.signsOfEtcd(2));
    cluster.runAtOnce(cluster.all()).forEach(result -> result.expect(0));
    isTheClusterOfTheBirth();
  }

  /** Its card remembers, and nobody is there who could say what it has promised. */
  @Test
  void dataLostWhileCablesOfBothOthersAreOut() {
    formAndHide();
    cluster.hosts.shell(1, "rc-service etcd stop; rm -r /var/lib/etcd/member").expect(0);
    DiskSnapshot disk = cluster.disk(1);

    Result run = cluster.run(1).expect(REFUSED);

    assertThat(run.err())
        .contains("refused: ", "x-k3s-m-1 has run as member ", "no quorum answers", "  do: ")
        .contains("x-k3s-m-2 (192.168.7.12) is silent", "x-k3s-m-3 (192.168.7.13) is silent");
    assertThat(run.out()).isEmpty();
    isUntouched(disk);
    isReplacedOnceTheyAreBack();
  }

  /** Nothing remembers, here or in the seed: it waits for the others, who know better. */
  @Test
  void newCardWhileCablesOfBothOthersAreOut() {
    formAndHide();
    cluster.hosts.newCard(1);
    RunInHost run = cluster.begin(1);
    run.awaitSaid(TestHosts.name(2));
    run.awaitSaid(TestHosts.name(3));
    Wait.never("etcd has started", LONG_ENOUGH_TO_START, () -> cluster.signsOfEtcd(1));

    assertThat(run.terminate().exit()).isNotZero();

    hasNothingOfOurs(1);
    isReplacedOnceTheyAreBack();
  }

  /** But for the log of runs, which says for whom was waited. */
  private void hasNothingOfOurs(int host) {
    String ours =
        "ls -d /etc/etcd /etc/init.d/etcd /var/lib/etcd* /usr/local/lib/etcd* 2>/dev/null";
    assertThat(cluster.hosts.shell(host, ours).out()).as("nothing is changed yet").isEmpty();
  }

  private void formAndHide() {
    cluster.runAtOnce(cluster.all()).forEach(result -> result.expect(0));
    cluster.hosts.cableOut(2, 3);
  }

  private void isUntouched(DiskSnapshot disk) {
    assertThat(cluster.disk(1).changesSince(disk)).isEmpty();
    assertThat(cluster.signsOfEtcd(1)).isEmpty();
  }

  private void isReplacedOnceTheyAreBack() {
    cluster.hosts.cableIn(2, 3);
    cluster.awaitHealthy(2, 3);
    cluster.run(1).expect(0);
    Members members = new Members(cluster.status(1));
    assertThat(members.healthyVoters(TestCluster.CURRENT)).isEqualTo(3);
    assertThat(birth).doesNotContain(members.idsByName().get(TestHosts.name(1)));
  }

  private void isTheClusterOfTheBirth() {
    for (int host : cluster.all()) {
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
      Members members = new Members(cluster.status(host));
      assertThat(members.healthyVoters(TestCluster.CURRENT)).isEqualTo(3);
      assertThat(birth).contains(members.clusterId());
      assertThat(members.idsByName().values()).allSatisfy(id -> assertThat(birth).contains(id));
    }
  }
}
