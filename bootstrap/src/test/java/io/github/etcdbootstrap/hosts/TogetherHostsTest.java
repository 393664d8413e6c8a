package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on several hosts at the same instant: one at a time changes the membership or restarts. */
class TogetherHostsTest {
  private static final int TIMES = 20;

  /** Each takes the time of three restarts: all twenty with `-Dtogether.restarts=20`. */
  private static final int RESTARTS = Integer.getInteger("together.restarts", 4);

  private static final int FAILED = 1;
  private static final int REFUSED = 4;
  private static final int MOST_ROUNDS = 3;
  private static final String WIPE = "rc-service etcd stop; rm -rf /var/lib/etcd/member";
  private static final Duration LONGEST_GAP = Duration.ofSeconds(10);
  private static final Duration UNTIL_FROZEN = Duration.ofMinutes(3);

  @Test
  void nothingToDoTwentyTimes() {
    try (TestCluster cluster = three()) {
      Map<Integer, String> pids = cluster.etcdPids();
      for (int time = 0; time < TIMES; time++) {
        assertThat(cluster.runAtOnce(cluster.all()))
            .allSatisfy(run -> assertThat(run.expect(0).out()).startsWith("nothing to change"));
      }
      assertThat(cluster.etcdPids()).isEqualTo(pids);
    }
  }

  /** They restart one after the other, each with a word of whom it waits for. */
  @Test
  void restartOnAllManyTimes() {
    try (TestCluster cluster = three()) {
      boolean queued = false;
      for (int time = 1; time <= RESTARTS; time++) {
        cluster.seed.tune("snapshot-count", 10000 + time);
        Map<Integer, String> before = cluster.etcdPids();
        try (WriteLoad load = WriteLoad.begin(cluster)) {
          List<Result> runs = cluster.runAtOnce(cluster.all());
          assertThat(runs).allSatisfy(run -> run.expect(0));
          WriteLoad.Acknowledged writes = load.endAndFindAll();
          assertThat(writes.longestGap()).as(writes.toString()).isLessThan(LONGEST_GAP);
          queued |= runs.stream().anyMatch(run -> run.err().contains("is changing the cluster"));
          System.out.printf(
              "restarted on all at once, %d: %s; runs took %s%n",
              time, writes, runs.stream().map(Result::seconds).toList());
        }
        cluster.etcdPids().forEach((host, pid) -> assertThat(pid).isNotEqualTo(before.get(host)));
        assertThat(cluster.runAtOnce(cluster.all()))
            .allSatisfy(run -> assertThat(run.out()).startsWith("nothing to change"));
      }
      assertThat(queued).as("a run that waited for another's lock said so").isTrue();
    }
  }

  private static TestCluster three() {
    return ofHosts(3);
  }

  private static TestCluster ofHosts(int size) {
    TestCluster cluster = TestCluster.ofTable(TogetherHostsTest.class, size, "--manage-hosts");
    cluster.form();
    return cluster;
  }

  /** Each waits for the other, or says on whom it must be run first. */
  @Test
  void twoOfFiveRepairedAtOnce() {
    try (TestCluster cluster = ofHosts(5);
        WriteLoad load = WriteLoad.begin(cluster)) {
      cluster.onEach(WIPE, 1, 2);

      List<Result> runs = cluster.runAtOnce(1, 2);
      for (int round = 1; round < MOST_ROUNDS && !allGood(runs); round++) {
        runs = cluster.runAtOnce(1, 2);
      }

      assertThat(runs).allSatisfy(run -> run.expect(0));
      System.out.println("two of five repaired at once: " + load.endAndFindAll());
      isWhole(cluster);
    }
  }

  private static boolean allGood(List<Result> runs) {
    for (Result run : runs) {
      System.out.printf("two repairs wanted at once: exit %d, %.1f s%n", run.exit(), run.seconds());
      assertThat(run.exit()).as(run.toString()).isIn(0, REFUSED);
      if (run.exit() == REFUSED) {
        assertThat(run.err()).containsPattern("x-k3s-m-[12]");
      }
    }
    return runs.stream().allMatch(run -> run.exit() == 0);
  }

  /** Its lease runs out, another's run takes the lock; woken, it ends by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"remove-member", "Cluster.remove", "add-learner"})
  void holderOfTheLockStoppedPastItsLease(String before) {
    try (TestCluster cluster = ofHosts(5);
        WriteLoad load = WriteLoad.begin(cluster)) {
      cluster.onEach(WIPE, 1);
      var frozen = Background.begin(() -> cluster.runFrozenBefore(before, 1));
      Wait.until("it holds the lock and stands still", UNTIL_FROZEN, () -> isFrozen(cluster));
      cluster.onEach(WIPE, 2);

      // Its own ID goes; but nobody can be added while the first is a member that is down.
      Result other = cluster.run(2).expect(before.equals("add-learner") ? 0 : REFUSED);
      System.out.printf("took the lock of one that stood still: %.1f s%n", other.seconds());
      assertThat(other.out()).contains("remove member");
      cluster.hosts.shell(1, "kill -CONT $(pidof java)").expect(0);
      Result woken = frozen.end();
      System.out.printf("woken before %s: exit %d%n", before, woken.exit());

      assertThat(woken.exit()).as(woken.toString()).isIn(FAILED, REFUSED);
      assertThat(woken.err()).contains("until its lock expired");
      cluster.run(1).expect(0);
      cluster.run(2).expect(0);
      System.out.println("holder of the lock stopped: " + load.endAndFindAll());
      isWhole(cluster);
    }
  }

  private static boolean isFrozen(TestCluster cluster) {
    String state = "grep State /proc/$(pidof java)/status";
    return cluster.hosts.shell(1, state).out().contains("stopped");
  }

  private static void isWhole(TestCluster cluster) {
    cluster.awaitHealthy(cluster.all());
    Members members = new Members(cluster.status(1));
    assertThat(members.all()).hasSize(cluster.all().length);
    assertThat(members.healthyVoters(TestCluster.CURRENT)).isEqualTo(cluster.all().length);
    Stream.of(cluster.all()).forEach(host -> cluster.run(host, "verify").expect(0));
  }
}
