package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a member has written is gone, in whole or in part, or lies where it did not lie before. */
class LossHostsTest extends Loss {
  private static final String MEMBER = DATA + "/member";

  LossHostsTest() {
    super(CURRENT, 3);
  }

  @Test
  void newCard() {
    isReplaced("new card", 2, () -> cluster.hosts.newCard(2));
  }

  @Test
  void dataDeletedWhileStopped() {
    isReplaced("data deleted while stopped", 3, () -> byHand(3, STOP + "rm -r " + DATA));
  }

  @Test
  void dataDeletedWhileRunning() {
    isReplaced(
        "data deleted while running, etcd killed",
        1,
        () -> {
          byHand(1, "rm -r " + MEMBER);
          cluster.killEtcd(1);
        });
  }

  /** The leader's: nobody else has been told of its last writes when it dies. */
  @Test
  void dataOfTheLeaderDeleted() {
    int leader = leader();
    isReplaced(
        "data of the leader deleted, etcd killed",
        leader,
        () -> {
          byHand(leader, "rm -r " + MEMBER);
          cluster.killEtcd(leader);
        });
  }

  /** As `cp` had it when it was interrupted: the database in part, of the log nothing yet. */
  @Test
  void memberHalfCopied() {
    String half =
        "mkdir -p MEMBER/snap; mv MEMBER MEMBER.old; mkdir -p MEMBER/snap\n"
            + "head -c 100000 MEMBER.old/snap/db >MEMBER/snap/db; rm -r MEMBER.old\n";
    isReplaced("member/ half copied", 2, () -> byHand(2, STOP + half.replace("MEMBER", MEMBER)));
    isKeptAside(2, "snap/db");
  }

  @Test
  void dataOwnedByRoot() {
    isMended(
        "data owned by root",
        3,
        () -> {
          byHand(3, "chown -R root:root " + DATA);
          cluster.killEtcd(3);
        });
  }

  /** What is mounted there can be neither renamed nor deleted. */
  @Test
  void dataFolderIsMountPoint() {
    String onto =
        "mkdir -p /srv/disk; cp -a DATA/. /srv/disk; chown etcd:etcd /srv/disk; chmod 700 /srv/disk\n"
            + "mount --bind /srv/disk DATA\n";
    byHand(1, STOP + onto.replace("DATA", DATA) + START);
    cluster.awaitHealthy(1);
    isReplaced("data deleted from a disk of its own", 1, () -> byHand(1, STOP + "rm -r " + MEMBER));
    assertThat(cluster.hosts.exec(1, "ls", "/srv/disk").out()).contains("member");
    cluster.hosts.exec(1, "grep", "-q", " " + DATA + " ", "/proc/self/mountinfo").expect(0);
    String back = "umount DATA; rm -r DATA; cp -a /srv/disk DATA; rm -r /srv/disk\n";
    byHand(1, STOP + back.replace("DATA", DATA) + START);
    cluster.awaitHealthy(1);
  }
}
