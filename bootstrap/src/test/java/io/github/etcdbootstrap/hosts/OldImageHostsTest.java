package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The seeds are private, and a card is written over with an image from before its member's first
 * start: it founds nothing, whether its peers are off, late, or running; and is replaced.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldImageHostsTest {
  private static final int OLD = 1;
  private static final int KILLED = 137;
  private static final int REFUSED = 4;
  private static final Duration LONG_ENOUGH_TO_START = Duration.ofSeconds(15);

  private TestCluster cluster;

  @BeforeAll
  void withABirthInEachCopy() {
    cluster = TestCluster.ofTable(OldImageHostsTest.class, 3, "--manage-hosts");
    PrivateSeeds seeds = PrivateSeeds.plugIn(cluster);
    seeds.putBirth(PrivateSeeds.birthIn(cluster.run(OLD).expect(REFUSED)));
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void ofABareCard() {
    cluster.hosts.newCard(cluster.all());
    foundsNothing(imageNow());
  }

  /** It waited for the others, and was switched off. */
  @Test
  void ofACardThatMeantToStart() {
    cluster.hosts.newCard(cluster.all());
    RunInHost alone = cluster.begin(OLD);
    alone.awaitSaid(TestHosts.name(2));
    alone.terminate();
    foundsNothing(imageNow());
  }

  /** It was about to start as everybody was, and was switched off. */
  @Test
  void ofACardThatHadMetTheOthers() {
    cluster.hosts.newCard(cluster.all());
    RunInHost second = cluster.begin(2);
    RunInHost third = cluster.begin(3);
    cluster.runHaltingBefore(OLD, "start-service").expect(KILLED);
    assertThat(cluster.hosts.shell(OLD, "ls /var/lib/etcd-bootstrap/marks").out()).contains(".met");
    Path image = imageNow();
    cluster.run(OLD).expect(0);
    second.end().expect(0);
    third.end().expect(0);
    foundsNothing(image);
  }

  private Path imageNow() {
    cluster.hosts.powerCut(OLD);
    Path image = cluster.hosts.imageOfCard(OLD);
    cluster.hosts.boot(OLD);
    return image;
  }

  private void foundsNothing(Path image) {
    cluster.runAtOnce(cluster.all()).forEach(result -> result.expect(0));
    cluster.etcdctl(OLD, "put acknowledged before").expect(0);
    String clusterId = ListedMember.clusterId(cluster, 2);
    Map<String, String> before = ListedMember.idsByName(cluster, 2);

    whilePeersAreOffAndComeLate(image);
    Map<String, String> replaced = hasRejoined(clusterId, before);
    whilePeersRun(image);
    hasRejoined(clusterId, replaced);
  }

  private void whilePeersAreOffAndComeLate(Path image) {
    cluster.hosts.powerCut(2, 3);
    cluster.hosts.writeImage(OLD, image);
    cluster.hosts.boot(OLD);
    RunInHost run = cluster.begin(OLD);
    Wait.never("etcd has started", LONG_ENOUGH_TO_START, () -> cluster.signsOfEtcd(OLD));
    cluster.hosts.boot(2, 3);
    Result late = run.end();
    System.out.printf("old image, peers late: exit %d after %.1f s%n", late.exit(), late.seconds());
    if (late.exit() != 0) {
      late.expect(REFUSED);
      cluster.awaitHealthy(2, 3);
      cluster.run(OLD).expect(0);
    }
  }

  private void whilePeersRun(Path image) {
    cluster.hosts.writeImage(OLD, image);
    cluster.hosts.boot(OLD);
    assertThat(cluster.signsOfEtcd(OLD)).isEmpty();
    Result run = cluster.run(OLD).expect(0);
    System.out.printf("old image, peers run: replaced in %.1f s%n", run.seconds());
  }

  /** In the same cluster, as another member than it was. */
  private Map<String, String> hasRejoined(String clusterId, Map<String, String> before) {
    assertThat(ListedMember.clusterId(cluster, OLD)).isEqualTo(clusterId);
    cluster.awaitHealthy(cluster.all());
    assertThat(ListedMember.all(cluster, 2)).hasSize(3).allMatch(m -> m.started() && !m.learner());
    Map<String, String> now = ListedMember.idsByName(cluster, 2);
    assertThat(now).containsOnlyKeys(before.keySet());
    String name = TestHosts.name(OLD);
    assertThat(now.get(name)).isNotEqualTo(before.get(name));
    Stream.of(cluster.all())
        .forEach(h -> assertThat(cluster.readFrom(h, "acknowledged")).isEqualTo("before"));
    return now;
  }
}
