package io.github.etcdbootstrap.hosts;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A member's data is there, and its own etcd says that it is not what it wrote. */
class LossInFilesHostsTest extends Loss {
  private static final String DATABASE = DATA + "/member/snap/db";
  private static final int PAGE = 4096;

  /** In a page's header, what kind of page it is. */
  private static final int KIND = 8;

  /** In a meta page, within what its sum is of. */
  private static final int META = 40;

  private static final Duration SNAPSHOT = Duration.ofMinutes(5);

  private static final String OWNERS = "chown -R etcd:etcd " + DATA + "\n";

  LossInFilesHostsTest() {
    super(CURRENT, 3);
  }

  /** Until its first snapshot a member that starts compares its data with nobody's. */
  @BeforeAll
  void soonSnapshots() {
    cluster.seed.tune("snapshot-count", 300);
  }

  /** It cuts the torn record off and starts; the leader remembers that there was more. */
  @Test
  void logTruncated() {
    follow(1);
    isReplaced(
        "WAL truncated",
        1,
        () -> {
          byHand(1, STOP);
          LogFile log = LogFile.of(cluster, 1);
          byHand(1, "truncate -s " + log.middle().middle() + " " + log.path());
          byHand(1, START);
        });
  }

  @Test
  void byteOfLogFlipped() {
    isReplaced(
        "byte of the WAL flipped",
        2,
        () -> {
          byHand(2, STOP);
          LogFile log = LogFile.of(cluster, 2);
          flip(2, log.path(), log.middle().middle());
        });
  }

  @Test
  void logEmptied() {
    isReplaced(
        "WAL emptied",
        3,
        () -> {
          byHand(3, STOP);
          byHand(3, ": >" + LogFile.of(cluster, 3).path() + "\n" + START);
        });
  }

  @Test
  void metaPagesOfDatabaseFlipped() {
    isReplaced(
        "meta pages of the database flipped",
        1,
        () -> {
          byHand(1, STOP);
          flip(1, DATABASE, META);
          flip(1, DATABASE, PAGE + META);
          byHand(1, START);
        });
  }

  @Test
  void kindOfPagesOfDatabaseFlipped() {
    isReplaced(
        "page headers of the database flipped",
        2,
        () -> {
          byHand(2, STOP);
          byHand(
              2,
              """
              pages=$(($(wc -c <%1$s) / %2$d)); page=2; [ $pages -lt 300 ] || pages=300
              while [ $page -lt $pages ]; do
                printf '\\377\\377' | dd of=%1$s bs=1 seek=$((page * %2$d + %3$d)) conv=notrunc
                page=$((page + 1))
              done 2>/dev/null
              """
                  .formatted(DATABASE, PAGE, KIND));
        });
  }

  /** Well-formed, and not what the others have: etcd compares its hash with theirs as it starts. */
  @Test
  void valueInDatabaseFlipped() {
    String canary = "canary-in-the-database";
    cluster.etcdctl(1, "put canary " + canary).expect(0);
    isReplaced(
        "value in the database flipped",
        3,
        () -> {
          Wait.until("a snapshot", SNAPSHOT, () -> hasSnapshot(3));
          byHand(3, STOP);
          Bytes database = new Bytes(cluster, 3, DATABASE);
          database.find(canary).forEach(database::flip);
          byHand(3, START);
        });
  }

  /** By hand, from a backup: the leader remembers that there was more. */
  @Test
  void olderLogPutInPlace() {
    follow(2);
    byHand(2, STOP + "cp -a " + DATA + "/member /root/older\n" + START);
    cluster.awaitHealthy(2);
    follow(2);
    String older = "rm -r DATA/member; mv /root/older DATA/member\n".replace("DATA", DATA);
    isReplaced("older log put in place", 2, () -> byHand(2, STOP + older + OWNERS + START));
  }

  private boolean hasSnapshot(int host) {
    return cluster.hosts.shell(host, "ls " + DATA + "/member/snap/*.snap").exit() == 0;
  }

  private void flip(int host, String file, long at) {
    new Bytes(cluster, host, file).flip(at);
  }
}
