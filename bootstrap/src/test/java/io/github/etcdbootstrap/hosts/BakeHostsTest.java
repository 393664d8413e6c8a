package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Cards that were baked on this machine become members by being switched on: no hand touches them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BakeHostsTest {
  private static final int LOST = 1;
  private static final String LOG = "cat /var/log/etcd-bootstrap.log 2>/dev/null";
  private static final String OUTPUT = "cat /run/etcd-bootstrap/at-boot.out 2>/dev/null";
  private static final Duration LONG_ENOUGH_TO_START = Duration.ofSeconds(20);
  private static final Duration UNTIL_HEALTHY = Duration.ofMinutes(3);

  /** It has no address until then, as where the router comes up after the Pi. */
  private static final String LATE_NETWORK =
      """
      #!/sbin/openrc-run
      depend() {
      	provide net
      }
      start() {
      	own=$(ip -o -4 addr show scope global | awk '{print $2, $4; exit}')
      	ip addr del ${own#* } dev ${own%% *}
      	(sleep 15; ip addr add ${own#* } dev ${own%% *}) >/dev/null 2>&1 </dev/null &
      }
      """;

  private TestCluster cluster;

  @BeforeAll
  void up() {
    cluster = TestCluster.ofBareHosts(BakeHostsTest.class, 3, "--manage-hosts");
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void emptyCards() {
    cluster.hosts.newCard(cluster.all());
    cluster.hosts.powerCut(cluster.all());
    cluster.seed.forget();
  }

  @Test
  void cardsForAnyMemberNeedTheSeedAlone() {
    Stream.of(cluster.all()).forEach(h -> Bake.card(cluster.hosts, cluster.seed, h));
    bootAndAwait("cards for any member, with the seed");
    isOneClusterOfThree();
    isQuietAtTheNextBoot(2);
  }

  @Test
  void theSeedAndTheNetworkMayComeLate() throws IOException {
    Stream.of(cluster.all()).forEach(h -> Bake.card(cluster.hosts, cluster.seed, h));
    Path networking = cluster.hosts.disk(2).resolve("etc/init.d/networking");
    Files.writeString(networking, LATE_NETWORK);
    assertThat(networking.toFile().setExecutable(true)).isTrue();
    cluster.hosts.unplug(1);
    cluster.hosts.boot(cluster.all());
    cluster.awaitHealthy(3);
    awaitSaid(1, "waiting for the seed in /media/usb");
    awaitSaid(2, "waiting for an address of this host");
    assertThat(cluster.signsOfEtcd(1)).isEmpty();

    cluster.hosts.plug(1, cluster.seed.stick());

    awaitAll();
    isOneClusterOfThree();
    assertThat(cluster.hosts.shell(1, LOG).out().split("waiting for the seed", -1)).hasSize(2);
  }

  @Test
  void threeWithASeedOfTheirOwnMeet() {
    withoutStick(
        () -> {
          bakeEach();
          bootAndAwait("three cards with a seed of their own");
          isOneClusterOfThree();
          isQuietAtTheNextBoot(LOST);
        });
  }

  /** And what it was before its first boot founds nothing, be it alone or too early. */
  @Test
  void aDeadCardIsReplacedByANewOneOnce() {
    withoutStick(
        () -> {
          bakeEach();
          Path image = cluster.hosts.imageOfCard(LOST);
          bootAndAwait("three cards with a seed of their own");
          cluster.etcdctl(2, "put acknowledged before").expect(0);
          String clusterId = ListedMember.clusterId(cluster, 2);
          String first = idOfLost();

          cluster.hosts.powerCut(LOST);
          emptyCardIn(LOST);
          Bake.named(cluster.hosts, cluster.seed, LOST);
          bootAndAwait("a new card in place of a dead one", LOST);
          assertThat(idOfLost()).isNotEqualTo(first);
          String second = idOfLost();

          oldImageAloneFoundsNothing(image);
          cluster.hosts.boot(2, 3);
          cluster.awaitHealthy(2, 3);
          awaitSaid(LOST, "refused: ");
          assertThat(cluster.signsOfEtcd(LOST)).as("a second time nobody watched").isEmpty();
          cluster.run(LOST).expect(0);
          cluster.awaitHealthy(cluster.all());
          String third = idOfLost();
          assertThat(third).isNotEqualTo(second);

          oldImageAloneFoundsNothing(image);
          cluster.hosts.boot(2, 3);
          awaitAll();
          Wait.until("replaced", UNTIL_HEALTHY, () -> !idOfLost().equals(third));
          assertThat(ListedMember.clusterId(cluster, LOST)).isEqualTo(clusterId);
          assertThat(cluster.readFrom(LOST, "acknowledged")).isEqualTo("before");
          isOneClusterOfThree();
        });
  }

  private void oldImageAloneFoundsNothing(Path image) {
    cluster.hosts.powerCut(2, 3);
    cluster.hosts.writeImage(LOST, image);
    cluster.hosts.boot(LOST);
    Wait.never("etcd has started", LONG_ENOUGH_TO_START, () -> cluster.signsOfEtcd(LOST));
    assertThat(cluster.hosts.shell(LOST, OUTPUT).out())
        .contains("waiting for " + TestHosts.name(2));
  }

  private String idOfLost() {
    return ListedMember.idsByName(cluster, 2).get(TestHosts.name(LOST));
  }

  private void emptyCardIn(int host) {
    cluster.hosts.newCard(host);
    cluster.hosts.powerCut(host);
  }

  private void bakeEach() {
    Stream.of(cluster.all()).forEach(h -> Bake.named(cluster.hosts, cluster.seed, h));
  }

  private void withoutStick(Runnable test) {
    Stream.of(cluster.all()).forEach(cluster.hosts::unplug);
    try {
      test.run();
    } finally {
      Stream.of(cluster.all()).forEach(h -> cluster.hosts.plug(h, cluster.seed.stick()));
    }
  }

  private void bootAndAwait(String what, Integer... hosts) {
    long start = System.nanoTime();
    cluster.hosts.boot(hosts.length == 0 ? cluster.all() : hosts);
    awaitAll();
    System.out.printf("%s: healthy after %.1f s%n", what, (System.nanoTime() - start) / 1e9);
  }

  /** As their peers see them, and by their own last words. */
  private void awaitAll() {
    Wait.until(
        "all are healthy, and say so",
        UNTIL_HEALTHY,
        () ->
            Stream.of(cluster.all())
                .allMatch(
                    h ->
                        cluster.isHealthy(h)
                            && cluster.hosts.shell(h, OUTPUT).out().contains("healthy member")));
  }

  private void awaitSaid(int host, String what) {
    Wait.until(
        "%d logs %s, but: %s".formatted(host, what, cluster.hosts.shell(host, LOG).out()),
        UNTIL_HEALTHY,
        () -> cluster.hosts.shell(host, LOG).out().contains(what));
  }

  private void isOneClusterOfThree() {
    String id = ListedMember.clusterId(cluster, 1);
    for (int host : cluster.all()) {
      assertThat(ListedMember.clusterId(cluster, host)).isEqualTo(id);
      assertThat(ListedMember.all(cluster, host))
          .hasSize(3)
          .allMatch(m -> m.started() && !m.learner());
    }
  }

  private void isQuietAtTheNextBoot(int host) {
    String before = cluster.hosts.shell(host, LOG).out();
    cluster.hosts.powerCut(host);
    cluster.hosts.boot(host);
    Wait.until(
        "the run of this boot is over",
        UNTIL_HEALTHY,
        () -> cluster.hosts.shell(host, "pidof at-boot").exit() != 0);
    assertThat(cluster.hosts.shell(host, OUTPUT).out()).startsWith("nothing to change");
    assertThat(cluster.hosts.shell(host, LOG).out()).isEqualTo(before);
    assertThat(cluster.hosts.shell(host, "rc-status -f ini").out()).doesNotContain("crashed");
  }
}
