package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Cards that were baked on this machine become members by being switched on: no hand touches them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class BakeHostsTest {
  private static final int LOST = 1;
  private static final String LOG = "cat /var/log/etcd-bootstrap.log 2>/dev/null";
  private static final String OUTPUT = "cat /run/etcd-bootstrap/at-boot.out 2>/dev/null";
  private static final String TIMED_RUN = "time /usr/local/lib/etcd-bootstrap/at-boot";
  private static final String ETCD_STARTS_LATE =
      "rc-update del etcd && rc-update del etcd-bootstrap && sync";
  private static final String ETCD_STARTS =
      "rc-update add etcd && rc-update add etcd-bootstrap && rc-service etcd start";
  private static final Duration LONG_ENOUGH_TO_START = Duration.ofSeconds(20);
  private static final Duration UNTIL_HEALTHY = Duration.ofMinutes(6);
  private static final Duration LATE = Duration.ofMinutes(2);

  /** Longer than a run has patience with what its peers show. */
  private static final Duration SOME_TIME = Duration.ofSeconds(70);

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** A host that is told its address has none before its cable is in. */
  private static final String TOLD_ITS_ADDRESS =
      """
      #!/sbin/openrc-run
      depend() {
      	provide net
      }
      start() {
      	own=$(ip -o -4 addr show scope global | awk '{print $2, $4; exit}')
      	link=${own%% *}
      	ip addr del ${own#* } dev $link
      	(until grep -q 1 /sys/class/net/$link/carrier; do sleep 1; done
      	ip addr add ${own#* } dev $link) >/dev/null 2>&1 </dev/null &
      }
      """;

  private final Path authority = Folder.temporary("authority");
  private TestCluster cluster;

  @BeforeAll
  void up() {
    // As the README has it: a folder of the stick that cards without a seed of their own look at.
    cluster =
        TestCluster.ofBareHosts(
            BakeHostsTest.class,
            3,
            TestSeed.inFolderOfStick(),
            "--manage-hosts",
            "--ca-dir",
            authority.toString());
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
    Folder.remove(authority);
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

  /** Each on another host, which has nothing else to wait for. */
  @Test
  void seedNetworkAndClockMayComeLate() throws IOException {
    Stream.of(cluster.all()).forEach(h -> Bake.card(cluster.hosts, cluster.seed, h));
    cluster.hosts.unplug(1);
    cluster.hosts.cableOut(2);
    Path networking = cluster.hosts.disk(2).resolve("etc/init.d/networking");
    Files.writeString(networking, TOLD_ITS_ADDRESS);
    assertThat(networking.toFile().setExecutable(true)).isTrue();
    cluster.hosts.clockIn1970(3);
    Duration boot = cluster.hosts.timedBoot(cluster.all());
    awaitSaid(1, "waiting for the seed in /media/usb");
    awaitSaid(2, "waiting for an address of this host");
    awaitSaid(3, "waiting for the clock to be set: it says Thu Jan  1 ");
    cluster.hosts.shell(1, "rc-service etcd-bootstrap restart").expect(0);

    Wait.never("etcd has started", LATE, () -> cluster.signsOfEtcd(1) + cluster.signsOfEtcd(2));

    long start = System.nanoTime();
    cluster.hosts.plug(1, cluster.seed.stick());
    cluster.hosts.cableIn(2);
    cluster.hosts.clockRight(3);
    awaitAll();
    double took = (System.nanoTime() - start) / 1e9;
    isOneClusterOfThree();
    System.out.printf(
        "late by %d s (booted after %.1f s): healthy %.1f s later%n",
        LATE.toSeconds(), boot.toMillis() / 1e3, took);
    for (int host : cluster.all()) {
      String log = cluster.hosts.shell(host, LOG).out();
      System.out.printf("log of host %d:%n%s", host, log);
      assertThat(log.lines().filter(line -> line.contains("waiting for")).toList()).hasSize(1);
      assertThat(log.lines()).hasSizeLessThan(40);
      isQuietAtTheNextBoot(host);
    }
  }

  @Test
  void threeWithASeedOfTheirOwnMeet() {
    withoutStick(
        () -> {
          bakeEach();
          bootAndAwait("three cards with a seed of their own");
          isOneClusterOfThree();
          isQuietAtTheNextBoot(LOST);
          newCertificatesStay();
        });
  }

  /** The next boot's run takes the card's own seed, which has followed. */
  private void newCertificatesStay() {
    LocalCommand.run(Map.of(), LIMIT, renewal()).expect(0);
    cluster.hosts.plug(LOST, cluster.seed.stick());
    Result run = cluster.run(LOST, "apply", "--seed", "/media/usb").expect(0);
    assertThat(run.out()).contains("keep a copy of the seed in /etc/etcd-bootstrap/seed: ");
    cluster.hosts.unplug(LOST);
    isQuietAtTheNextBoot(LOST);
    String name = TestHosts.name(LOST);
    for (String file : List.of("client.pem", name + ".pem", name + "-key.pem")) {
      String there = cluster.hosts.shell(LOST, "cat /etc/etcd/" + file).expect(0).out();
      assertThat(there).isEqualTo(cluster.seed.text(file));
    }
    String modes = "cd /etc/etcd-bootstrap; stat -c '%a %u' seed seed/* | sort -u";
    assertThat(cluster.hosts.shell(LOST, modes).out()).isEqualTo("600 0\n700 0\n");
  }

  private List<String> renewal() {
    String seed = cluster.seed.folder().toString();
    List<String> command = new ArrayList<>(List.of("java", "-jar", "target/etcd-bootstrap.jar"));
    command.addAll(List.of("certs", "renew", "--new-keys"));
    command.addAll(List.of("--seed", seed, "--ca-dir", authority.toString()));
    return command;
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

          anImageAloneFoundsNothing(image);
          norBesidePeersWhoseEtcdIsLate();
          String second = awaitReplaced(first);
          assertThat(ListedMember.clusterId(cluster, LOST)).isEqualTo(clusterId);
          cluster.run(LOST).expect(0);

          putNewCardIn();
          awaitReplaced(second);
          assertThat(cluster.readFrom(LOST, "acknowledged")).isEqualTo("before");
          isOneClusterOfThree();

          putNewCardIn();
          awaitSaid(LOST, "replaced it once before");
          assertThat(cluster.signsOfEtcd(LOST)).isEmpty();
        });
  }

  private void anImageAloneFoundsNothing(Path image) {
    onPeers(ETCD_STARTS_LATE);
    cluster.hosts.powerCut(2, 3);
    cluster.hosts.writeImage(LOST, image);
    cluster.hosts.boot(LOST);
    Wait.never("etcd has started", LONG_ENOUGH_TO_START, () -> cluster.signsOfEtcd(LOST));
    String whom = "waiting for " + TestHosts.name(2);
    Wait.until(
        "it says for whom it waits",
        UNTIL_HEALTHY,
        () -> cluster.hosts.shell(LOST, OUTPUT).out().contains(whom));
  }

  private void norBesidePeersWhoseEtcdIsLate() {
    cluster.hosts.boot(2, 3);
    Wait.never("etcd has started", SOME_TIME, () -> cluster.signsOfEtcd(LOST));
    onPeers(ETCD_STARTS);
  }

  private void onPeers(String script) {
    Stream.of(2, 3).forEach(peer -> cluster.hosts.shell(peer, script).expect(0));
  }

  private void putNewCardIn() {
    cluster.hosts.powerCut(LOST);
    emptyCardIn(LOST);
    Bake.named(cluster.hosts, cluster.seed, LOST);
    cluster.hosts.boot(LOST);
  }

  private String awaitReplaced(String old) {
    Duration took =
        Wait.until(
            "replaced",
            UNTIL_HEALTHY,
            () ->
                cluster.isHealthy(2)
                    && cluster.isHealthy(LOST)
                    && isOver(LOST)
                    && !old.equals(idOfLost()));
    System.out.printf("replaced without a hand: %.1f s%n", took.toMillis() / 1e3);
    return idOfLost();
  }

  /** docs/bake.md has this list. */
  @Test
  void whatIsBakedIsWhatApplyMakesButForIdentityAndWhatRuns() throws IOException {
    cluster.hosts.boot(LOST);
    cluster.run(LOST).expect(0);
    cluster.hosts.powerCut(LOST);
    Manifest applied = Manifest.of(cluster.hosts.disk(LOST));
    emptyCardIn(LOST);
    Bake.named(cluster.hosts, cluster.seed, LOST);
    List<String> differences = Manifest.of(cluster.hosts.disk(LOST)).differencesFrom(applied);

    System.out.println("baked (+), applied (-):\n" + String.join("\n", differences));
    assertThat(differences.stream().map(line -> line.split(" ")[0]))
        .containsExactlyInAnyOrderElementsOf(listedDifferences());
  }

  private static List<String> listedDifferences() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "bake.md")).stream()
        .filter(line -> line.matches(" {4}[+-] /.*"))
        .map(line -> line.strip().replaceFirst(" ", "").split(" ")[0])
        .map(line -> line.replace("NAME", TestHosts.name(LOST)).replace("-ID.", "-DRAWN."))
        .toList();
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

  private void bootAndAwait(String what) {
    long start = System.nanoTime();
    cluster.hosts.boot(cluster.all());
    awaitAll();
    System.out.printf("%s: healthy after %.1f s%n", what, (System.nanoTime() - start) / 1e9);
  }

  private void awaitAll() {
    Wait.until(
        "all are healthy, and their boots' runs over",
        UNTIL_HEALTHY,
        () -> Stream.of(cluster.all()).allMatch(h -> cluster.isHealthy(h) && isOver(h)));
  }

  /** Whoever was first said only that it waits for the others. */
  private boolean isOver(int host) {
    return cluster.hosts.shell(host, "pidof at-boot").exit() != 0;
  }

  private static String healthy(int host) {
    return TestHosts.name(host) + " is a healthy member";
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
    String log = cluster.hosts.shell(host, LOG).out();
    cluster.hosts.powerCut(host);
    Manifest before = Manifest.of(cluster.hosts.disk(host));
    cluster.hosts.boot(host);
    Wait.until(
        "the run of this boot is over, and well",
        UNTIL_HEALTHY,
        () -> isOver(host) && cluster.hosts.shell(host, OUTPUT).out().contains(healthy(host)));
    assertThat(cluster.hosts.shell(host, LOG).out()).isEqualTo(log);
    assertThat(Manifest.of(cluster.hosts.disk(host)).differencesFrom(before)).isEmpty();
    assertThat(cluster.hosts.shell(host, "rc-status -f ini").out()).doesNotContain("crashed");
    System.out.print(cluster.hosts.shell(host, TIMED_RUN).expect(0).err());
  }
}
