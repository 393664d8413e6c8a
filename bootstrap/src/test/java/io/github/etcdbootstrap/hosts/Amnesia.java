package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A member that has lost its data does not come back empty under its old ID: not when it is
 * respawned, not after a boot, not by a run, whether its peers are up, off or out of reach. With a
 * quorum a run brings it back under a new one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Amnesia {
  private static final int VICTIM = 1;
  private static final int REFUSED = 4;
  private static final Duration LONG_ENOUGH_TO_START = Duration.ofSeconds(20);
  private static final Duration UNTIL_RESPAWN = Duration.ofMinutes(2);
  private static final String KEPT = "/root/lost-and-found";

  private final String lost;
  private TestCluster cluster;

  /**
   * @param lost the folder that gets lost
   */
  Amnesia(String lost) {
    this.lost = lost;
  }

  @BeforeAll
  void formed() {
    cluster = TestCluster.ofTable(getClass(), 3, "--manage-hosts");
    cluster.form();
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void killedWhilePeersAreUp() {
    loseData();
    killEtcd();
    staysDown();
    comesBackUnderANewId();
  }

  @Test
  void bootedWhilePeersAreUp() {
    loseData();
    cutPowerAndBoot();
    staysDown();
    comesBackUnderANewId();
  }

  @Test
  void killedAndBootedWhilePeersAreOff() {
    cluster.hosts.powerCut(2, 3);
    loseData();
    killEtcd();
    staysDown();
    cutPowerAndBoot();
    assertThat(refusal()).contains("is silent");
    cluster.hosts.boot(2, 3);
    othersAreHealthy();
    staysDown();
  }

  @Test
  void killedAndBootedWhileTheCableIsOut() {
    cluster.hosts.cableOut(VICTIM);
    loseData();
    killEtcd();
    staysDown();
    cutPowerAndBoot();
    assertThat(refusal()).contains("is silent");
    othersAreHealthy();
    cluster.hosts.cableIn(VICTIM);
    staysDown();
    othersAreHealthy();
  }

  /** Moved, so that the same data can be put back: for etcd it is as gone as if deleted. */
  private void loseData() {
    cluster.hosts.shell(VICTIM, "mv " + lost + " " + KEPT).expect(0);
  }

  /** Data that was found again is the member's own, unless that has been replaced since. */
  @AfterEach
  void findDataAgain() {
    cluster.hosts.cableIn(VICTIM);
    cluster.hosts.bootThoseThatAreOff(cluster.all());
    String again = "[ ! -e %s ] || { rc-service etcd stop; mv %s %s; }".formatted(KEPT, KEPT, lost);
    cluster.hosts.shell(VICTIM, again).expect(0);
    cluster.run(VICTIM).expect(0);
    cluster.awaitHealthy(1, 2, 3);
  }

  private void comesBackUnderANewId() {
    othersAreHealthy();
    String name = "x-k3s-m-" + VICTIM;
    String old = new Members(cluster.status(2)).idsByName().get(name);

    Result run = cluster.run(VICTIM).expect(0);

    assertThat(run.out()).contains("remove member " + old);
    Members after = new Members(cluster.status(2));
    assertThat(after.idsByName()).hasSize(3).containsKey(name).doesNotContainValue(old);
    assertThat(after.healthyVoters(TestCluster.CURRENT)).isEqualTo(3);
    cluster.hosts.shell(VICTIM, "rm -r " + KEPT).expect(0);
  }

  private void killEtcd() {
    String refusals = "grep -c 'not starting etcd' /var/log/etcd/service.log";
    String before = cluster.hosts.shell(VICTIM, refusals).out();
    cluster.killEtcd(VICTIM);
    Wait.until(
        "the respawn has been refused",
        UNTIL_RESPAWN,
        () -> !cluster.hosts.shell(VICTIM, refusals).out().equals(before));
  }

  private void cutPowerAndBoot() {
    cluster.hosts.powerCut(VICTIM);
    cluster.hosts.boot(VICTIM);
  }

  private void staysDown() {
    Wait.never("etcd has started empty", LONG_ENOUGH_TO_START, () -> cluster.signsOfEtcd(VICTIM));
  }

  private Result runWhileItStaysDown() {
    Background<Result> run = Background.begin(() -> cluster.run(VICTIM));
    staysDown();
    return run.end();
  }

  /** What a run says now; neither it nor anything else starts etcd meanwhile. */
  private String refusal() {
    DiskSnapshot disk = cluster.disk(VICTIM);
    DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());

    Result run = runWhileItStaysDown().expect(REFUSED);

    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("has run as member ", "its data is gone")
        .contains("seen: mark x-k3s-m-1-");
    assertThat(cluster.disk(VICTIM).changesSince(disk)).isEmpty();
    assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
    assertThat(cluster.signsOfEtcd(VICTIM)).isEmpty();
    return run.err();
  }

  private void othersAreHealthy() {
    cluster.awaitHealthy(2, 3);
  }
}
