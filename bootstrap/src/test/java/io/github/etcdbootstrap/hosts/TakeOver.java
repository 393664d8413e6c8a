package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A cluster made by hand ends, by one run on each host, in the state of a fresh install, with its
 * data and its members; and is from then on repaired like any other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class TakeOver {
  private static final int REFUSED = 4;
  private static final String KEPT = "/var/lib/etcd-bootstrap/replaced";

  /** What is each card's, each birth's or its owner's own, and so differs from a fresh install. */
  private static final Pattern OWN =
      Pattern.compile(
          "/(var/lib/etcd-bootstrap/(install\\.yml|marks/.*-.*\\..*|replaced(/.*)?|seed/birth\\.yml)"
              + "|etc/(profile|passwd-?|shadow-?|group-?)|usr/bin(/etcd.*)?): .*");

  private final String programs;
  private final String kind;
  private final List<String> givesWay;
  private final Map<Integer, DiskSnapshot> takenOver = new TreeMap<>();
  private TestCluster cluster;
  private Map<String, String> ids;
  private String clusterId;

  /**
   * @param programs the folder of etcd's programs
   * @param kind of the init script, see test-fixtures/by-hand
   * @param givesWay what is replaced, and so must be kept aside
   */
  TakeOver(String programs, String kind, List<String> givesWay) {
    this.programs = programs;
    this.kind = kind;
    this.givesWay = givesWay;
  }

  /** Changes the seed before any run. */
  abstract void prepare(TestSeed seed);

  /** Of a member that was taken over. */
  abstract String peerUrl(int host);

  @BeforeAll
  void madeByHand() {
    cluster = TestCluster.ofTable(getClass(), 3);
    prepare(cluster.seed);
    cluster.makeByHand(programs, kind);
    cluster.etcdctl(1, "put made by-hand").expect(0);
    ids = ListedMember.idsByName(cluster, 1);
    clusterId = ListedMember.clusterId(cluster, 1);
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void isLeftAloneWithoutAQuorum() {
    cluster.hosts.powerCut(2, 3);
    DiskSnapshot disk = cluster.diskWithoutData(1);
    DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());

    Result run = cluster.run(1).expect(REFUSED);

    assertThat(run.err()).contains("refused: ", "x-k3s-m-2", "x-k3s-m-3");
    assertThat(cluster.diskWithoutData(1).changesSince(disk)).isEmpty();
    assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
    cluster.hosts.boot(2, 3);
    cluster.awaitHealthy(cluster.all());
  }

  @Test
  @Order(2)
  void isTakenOverByOneRunOnEach() {
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      for (int host : cluster.all()) {
        isTakenOver(host);
        load.awaitMore();
      }
      System.out.println(name() + " taken over: " + load.endAndFindAll());
    }
    Agreement.isReachedIn(cluster);
    assertThat(new Members(cluster.status(1)).healthyVoters(TestCluster.CURRENT)).isEqualTo(3);
    assertThat(ListedMember.idsByName(cluster, 1)).isEqualTo(ids);
    assertThat(ListedMember.clusterId(cluster, 1)).isEqualTo(clusterId);
    for (int host : cluster.all()) {
      assertThat(cluster.readFrom(host, "made")).isEqualTo("by-hand");
      takenOver.put(host, cluster.contents(host));
    }
    isRememberedInTheSeed();
  }

  private void isTakenOver(int host) {
    String sums = "sha256sum " + String.join(" ", givesWay) + " | cut -d ' ' -f 1";
    String before = cluster.hosts.shell(host, sums).expect(0).out();
    Map<Integer, String> others = cluster.etcdPids();
    others.remove(host);

    Result run = cluster.run(host).expect(0);

    System.out.printf("%s: %s taken over in %.1f s%n", name(), TestHosts.name(host), run.seconds());
    assertThat(cluster.etcdPids()).containsAllEntriesOf(others);
    String kept = "cd %s; sha256sum %s | cut -d ' ' -f 1".formatted(KEPT, keptNames());
    assertThat(cluster.hosts.shell(host, kept).expect(0).out()).isEqualTo(before);
    isGuarded(host);
    assertThat(ListedMember.all(cluster, host))
        .filteredOn(member -> member.name().equals(TestHosts.name(host)))
        .singleElement()
        .satisfies(member -> assertThat(member.peerUrl()).isEqualTo(peerUrl(host)))
        .satisfies(member -> assertThat(member.id()).isEqualTo(ids.get(member.name())));
  }

  private String keptNames() {
    return String.join(" ", givesWay.stream().map(path -> "." + path + ".*").toList());
  }

  /** The service runs what asks before each start, and nothing of what was there before. */
  private void isGuarded(int host) {
    String pid = cluster.etcdPid(host);
    assertThat(pid).matches("\\d+");
    String look = "rc-service -q etcd status && head -1 /run/etcd-bootstrap/first/running.yml";
    assertThat(cluster.hosts.shell(host, look).expect(0).out()).isEqualTo("# process %s\n", pid);
    cluster.run(host, "verify").expect(0);
  }

  private void isRememberedInTheSeed() {
    assertThat(cluster.seed.text("birth.yml"))
        .containsPattern("(?m)^token: \"?x-k3s-[0-9a-f]+\"?$")
        .containsPattern("(?m)^observed: true$");
    ids.forEach(
        (name, id) -> {
          assertThat(cluster.seed.text("birth.yml")).contains(name, id);
          assertThat(cluster.seed.file("members/%s-%s.started".formatted(name, id))).exists();
        });
  }

  @Test
  @Order(3)
  void isLeftAsItIsBySecondRuns() {
    for (int host : cluster.all()) {
      Map<Integer, String> pids = cluster.etcdPids();
      DiskSnapshot disk = cluster.diskWithoutData(host);

      Result again = cluster.run(host).expect(0);

      assertThat(again.out()).startsWith("nothing to change");
      assertThat(cluster.etcdPids()).isEqualTo(pids);
      assertThat(cluster.diskWithoutData(host).changesSince(disk)).isEmpty();
    }
  }

  /** The stick was lost: a new one has what the owner put on it, and no birth. */
  @Test
  @Order(4)
  void isPutBackIntoASeedThatForgotIt() {
    String birth = cluster.seed.text("birth.yml");
    cluster.seed.forget();

    cluster.run(2).expect(0);

    assertThat(cluster.seed.text("birth.yml")).isEqualTo(birth);
    isRememberedInTheSeed();
    isLeftAsItIsBySecondRuns();
  }

  @Test
  @Order(5)
  void isRepairedOntoANewCard() {
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      cluster.hosts.newCard(2);
      cluster.teachNames(2);
      Result run = cluster.run(2).expect(0);
      System.out.printf("%s: new card repaired in %.1f s%n", name(), run.seconds());
      System.out.println(name() + " onto a new card: " + load.endAndFindAll());
    }
    Agreement.isReachedIn(cluster);
    assertThat(ListedMember.idsByName(cluster, 1))
        .containsOnlyKeys(ids.keySet())
        .doesNotContainValue(ids.get(TestHosts.name(2)))
        .containsEntry(TestHosts.name(1), ids.get(TestHosts.name(1)));
    assertThat(new Members(cluster.status(2)).healthyVoters(TestCluster.CURRENT)).isEqualTo(3);
    assertThat(cluster.readFrom(2, "made")).isEqualTo("by-hand");
  }

  @Test
  @Order(6)
  void hadTheStateOfAFreshInstall() {
    cluster.startFromBare();
    for (int host : cluster.all()) {
      cluster.teachNames(host);
    }
    cluster.form();
    cluster.runAtOnce(cluster.all()).forEach(result -> result.expect(0));
    for (int host : cluster.all()) {
      assertThat(takenOver.get(host).changesSince(cluster.contents(host)))
          .allMatch(line -> OWN.matcher(line).matches());
    }
  }

  private String name() {
    return getClass().getSimpleName();
  }
}
