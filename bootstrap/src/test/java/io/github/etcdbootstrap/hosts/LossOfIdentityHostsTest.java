package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A member's data is whole, and not, or no longer, this member's to start with. */
class LossOfIdentityHostsTest extends Loss {
  LossOfIdentityHostsTest() {
    super(CURRENT, 3);
  }

  @Test
  void dataOfRemovedMember() {
    String id = members().idsByName().get(TestHosts.name(2));
    isReplaced("member removed by somebody", 2, () -> remove(id));
    isKeptAside(2, "wal/*.wal");
  }

  @Test
  void dataOfMemberRemovedWhileItWasOff() {
    String id = members().idsByName().get(TestHosts.name(3));
    isReplaced(
        "member removed by somebody while it was off",
        3,
        () -> {
          cluster.hosts.powerCut(3);
          remove(id);
          cluster.hosts.boot(3);
        });
    isKeptAside(3, "wal/*.wal");
  }

  /**
   * Whoever is asked may be the removed one, which ends before it answers, or has led and is off.
   */
  private void remove(String id) {
    Wait.until(
        "the member is removed",
        Duration.ofMinutes(2),
        () ->
            cluster.etcdctl(1, "member remove " + id).exit() == 0
                || isNoMember(cluster.etcdctl(1, "member list"), id));
  }

  private static boolean isNoMember(Result list, String id) {
    return list.exit() == 0 && !list.out().contains(id);
  }

  /** The other Pi's, brought up to this one's name and address, would vote twice. */
  @Test
  void clonedCard() {
    cluster.hosts.serial(1, "clone-of-card-1");
    isReplaced(
        "cloned card",
        1,
        () -> {
          cluster.hosts.powerCut(1);
          cluster.hosts.boot(1);
          assertThat(cluster.etcdPid(1)).as("an etcd that runs on the clone").isEmpty();
        });
    isKeptAside(1, "wal/*.wal");
  }

  /** No card of a cluster that was copied while it was off has voted since: the owner knows. */
  @Test
  void allCardsCloned() {
    cluster.etcdctl(1, "put before cloning").expect(0);
    ListedMembers before = members();
    cluster.hosts.powerCut(cluster.all());
    for (int host : cluster.all()) {
      cluster.hosts.serial(host, "new-card-" + host);
    }
    cluster.hosts.boot(cluster.all());
    DiskSnapshot disk = cluster.disk(1);

    Result refused = cluster.run(1).expect(REFUSED);

    assertThat(refused.err()).contains("refused: ", "--trust-copy", "card-1");
    assertThat(cluster.disk(1).changesSince(disk)).isEmpty();
    assertThat(cluster.etcdPids().values()).containsOnly("");
    List<Background<Result>> runs =
        List.of(1, 2, 3).stream()
            .map(host -> Background.begin(() -> cluster.run(host, "apply", "--trust-copy")))
            .toList();
    runs.forEach(run -> run.end().expect(0));
    assertThat(members().idsByName()).isEqualTo(before.idsByName());
    for (int host : cluster.all()) {
      assertThat(cluster.readFrom(host, "before")).isEqualTo("cloning");
    }
    Agreement.isReachedIn(cluster);
    isWhole(1, 2, 3);
  }

  /** From an image of the time before the cluster was started over. */
  @Test
  void dataOfEarlierBirth() {
    ListedMembers earlier = members();
    cluster.onEach("rc-service etcd stop", cluster.all());
    byHand(1, "cp -a " + DATA + "/member /root/earlier");
    startOver();
    cluster.runAtOnce(cluster.all()).forEach(result -> result.expect(0));
    assertThat(members().clusterId()).isNotEqualTo(earlier.clusterId());

    String put = "rm -r DATA/member; mv /root/earlier DATA/member\n".replace("DATA", DATA);
    isReplaced("data of an earlier birth", 1, () -> byHand(1, STOP + put + START));
  }

  private void startOver() {
    try {
      Files.move(cluster.seed.file("birth.yml"), cluster.seed.file("birth-20260401T1200.yml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
