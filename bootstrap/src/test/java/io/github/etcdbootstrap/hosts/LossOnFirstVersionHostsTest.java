package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The same on the etcd that the owner runs, and what happens while nobody watches. */
class LossOnFirstVersionHostsTest extends Loss {
  LossOnFirstVersionHostsTest() {
    super(FIRST, 3);
  }

  @Test
  void newCard() {
    isReplaced("new card", 2, () -> cluster.hosts.newCard(2));
  }

  @Test
  void dataDeleted() {
    isReplaced(
        "data deleted while running, etcd killed",
        3,
        () -> {
          byHand(3, "rm -r " + DATA + "/member");
          cluster.killEtcd(3);
        });
  }

  @Test
  void byteOfLogFlipped() {
    isReplaced(
        "byte of the WAL flipped",
        1,
        () -> {
          byHand(1, STOP);
          LogFile log = LogFile.of(cluster, 1);
          String x = "printf X | dd of=%s bs=1 seek=%d conv=notrunc\n";
          byHand(1, x.formatted(log.path(), log.middle().middle()) + START);
        });
  }

  /** A rotting card must not replace itself for ever; with a person's new card it begins anew. */
  @Test
  void replacedOnceWithoutPerson() {
    String first = id();
    loseData();
    cluster.run(3, "apply", "--unattended").expect(0);
    String second = id();
    assertThat(second).isNotEqualTo(first);

    loseData();
    DiskSnapshot disk = cluster.disk(3);
    Result refused = cluster.run(3, "apply", "--unattended").expect(REFUSED);
    assertThat(refused.err()).contains("refused: ", "unattended");
    assertThat(cluster.disk(3).changesSince(disk)).isEmpty();
    assertThat(id()).isEqualTo(second);

    cluster.hosts.newCard(3);
    cluster.run(3).expect(0);
    String third = id();
    assertThat(third).isNotEqualTo(second);
    loseData();
    cluster.run(3, "apply", "--unattended").expect(0);
    assertThat(id()).isNotEqualTo(third);
    cluster.run(3).expect(0);
    isWhole(3);
  }

  private String id() {
    return members().idsByName().get(TestHosts.name(3));
  }

  private void loseData() {
    byHand(3, STOP + "rm -r " + DATA + "/member");
  }
}
