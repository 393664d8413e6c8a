package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A member is wrecked under write load, and while runs mend it, the power of its host or of a
 * neighbour goes at random instants; in the end all are healthy, and every acknowledged write is
 * there.
 */
final class KilledCase {
  private static final int MOST_KILLS = 3;
  private static final int MOST_RERUNS = 3;
  private static final Duration HEALTHY_AGAIN = Duration.ofMinutes(4);
  private static final Duration EQUAL = Duration.ofMinutes(2);

  private final TestCluster cluster;
  private final Random random;
  private final RepairTimes times;
  private final List<String> story = new ArrayList<>();
  private int kills;
  private int reruns;

  /**
   * @param seed of all that is random here but the machine's own timing
   * @param times until when a kill may hit
   */
  KilledCase(TestCluster cluster, long seed, RepairTimes times) {
    this.cluster = cluster;
    this.random = new Random(seed);
    this.times = times;
  }

  int kills() {
    return kills;
  }

  /** What happened, in one line. */
  String story() {
    return String.join("; ", story);
  }

  void run() {
    int member = 1 + random.nextInt(cluster.all().length);
    Wreck wreck = Wreck.values()[random.nextInt(Wreck.values().length)];
    int wanted = 1 + random.nextInt(MOST_KILLS);
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      wreck(member, wreck);
      for (int i = 0; i < wanted; i++) {
        boolean mended = killDuringARun(member, wreck);
        if (mended) {
          wreck(member, wreck);
        }
      }
      mend(member, wreck);
      story.add(load.endAndFindAll().toString());
    }
    isWhole(member);
  }

  private void wreck(int member, Wreck wreck) {
    story.add(TestHosts.name(member) + ": " + wreck);
    wreck.of(member, cluster);
  }

  /** Returns whether the run had mended the member all the same. */
  private boolean killDuringARun(int member, Wreck wreck) {
    int victim = random.nextInt(3) == 0 ? neighbourOf(member) : member;
    long instant = (long) (random.nextDouble() * times.longest(wreck).toMillis());
    long off = random.nextInt(3000);
    Background<Result> running = Background.begin(() -> cluster.run(member));
    Wait.pass(Duration.ofMillis(instant), running::hasEnded);
    boolean during = !running.hasEnded();
    cluster.hosts.powerCut(victim);
    Wait.pass(Duration.ofMillis(off), () -> false);
    cluster.hosts.boot(victim);
    Result run = running.end();
    if (during) {
      kills++;
    }
    story.add(
        "power of %s cut after %.1f s%s, for %.1f s: run ended with %d (%s)"
            .formatted(
                TestHosts.name(victim),
                instant / 1000.0,
                during ? "" : " (the run had ended)",
                off / 1000.0,
                run.exit(),
                lastLine(run)));
    return run.exit() == 0;
  }

  private int neighbourOf(int member) {
    List<Integer> others = new ArrayList<>(List.of(cluster.all()));
    others.remove(Integer.valueOf(member));
    return others.get(random.nextInt(others.size()));
  }

  private static String lastLine(Result run) {
    return (run.out() + run.err())
        .lines()
        .filter(line -> !line.isBlank())
        .reduce("", (first, second) -> second);
  }

  /** As an owner would: once more, if it says so. */
  private void mend(int member, Wreck wreck) {
    Result run = cluster.run(member);
    for (reruns = 1; run.exit() != 0 && reruns < MOST_RERUNS; reruns++) {
      story.add("rerun ended with %d (%s)".formatted(run.exit(), lastLine(run)));
      run = cluster.run(member);
    }
    run.expect(0);
    story.add("rerun %d: healthy in %.1f s".formatted(reruns, run.seconds()));
    times.add(wreck, run.took());
  }

  private void isWhole(int member) {
    Wait.until(
        "all are healthy",
        HEALTHY_AGAIN,
        () -> Stream.of(cluster.all()).allMatch(cluster::isHealthy));
    List<String> members = cluster.etcdctl(1, "member list").expect(0).lines();
    assertThat(members).as("voters").allMatch(line -> line.endsWith(", false"));
    assertThat(members.stream().map(line -> line.split(", ")[2]))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(cluster.all()).map(TestHosts::name).toList());
    Wait.until("all members hold the same", EQUAL, () -> hashes().distinct().count() == 1);
    assertThat(cluster.run(member).expect(0).out()).startsWith("nothing to change");
  }

  private Stream<String> hashes() {
    return cluster.etcdctl(1, "endpoint hashkv --cluster").lines().stream()
        .map(line -> line.substring(line.indexOf(',') + 1));
  }
}
