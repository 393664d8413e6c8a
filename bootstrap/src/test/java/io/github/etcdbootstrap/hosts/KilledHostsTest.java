package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Hosts killed at random instants while a run mends one of them: reruns end healthy, and no
 * acknowledged write is lost. How many and which: test-fixtures/kill-hosts.
 */
@Order(1)
class KilledHostsTest {
  private static final int COUNT = Integer.getInteger("kill.count", 30);
  private static final int HOSTS = Integer.getInteger("kill.hosts", 3);
  private static final int FLEETS = Integer.getInteger("kill.fleets", 3);
  private static final Optional<Path> NOTES =
      Optional.ofNullable(System.getProperty("kill.resume")).map(Path::of);
  private static final String SEED = "seed ";
  private static final String PASSED = "passed ";

  private final RepairTimes times = new RepairTimes();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  /** Of what passed, by the number of its case: how many kills were in it. */
  private final Map<Integer, Integer> passed = new HashMap<>();

  private long seed = Long.getLong("kill.seed", System.currentTimeMillis());
  private int begun;

  @Test
  void endHealthyWithEveryAcknowledgedWrite() {
    resume();
    note(SEED + seed);
    long start = System.nanoTime();

    IntStream.range(0, FLEETS)
        .mapToObj(i -> Background.begin(this::work))
        .toList()
        .forEach(Background::end);

    System.out.printf(
        "%d kills in %d repairs, %d of them failed; this time %d s; seed %d%n%s%n",
        kills(),
        passed.size() + failures.size(),
        failures.size(),
        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
        seed,
        times);
    assertThat(failures).isEmpty();
    assertThat(kills()).isGreaterThanOrEqualTo(COUNT);
  }

  private Void work() {
    try (var cluster = TestCluster.ofTable(KilledHostsTest.class, HOSTS, "--manage-hosts")) {
      cluster.form();
      for (Optional<Integer> number = next(); number.isPresent(); number = next()) {
        if (!passes(number.get(), cluster)) {
          cluster.hosts.bootThoseThatAreOff(cluster.all());
          cluster.startFromBare();
          cluster.form();
        }
      }
    }
    return null;
  }

  private boolean passes(int number, TestCluster cluster) {
    KilledCase killed = new KilledCase(cluster, seed + number, times);
    try {
      killed.run();
      passed(number, killed);
      return true;
    } catch (AssertionError | RuntimeException e) {
      failed(number, killed, e);
      return false;
    }
  }

  private synchronized Optional<Integer> next() {
    if (kills() >= COUNT || failures.size() > FLEETS) {
      return Optional.empty();
    }
    do {
      begun++;
    } while (passed.containsKey(begun));
    return Optional.of(begun);
  }

  private synchronized void passed(int number, KilledCase killed) {
    passed.put(number, killed.kills());
    note(PASSED + number + " " + killed.kills() + " kills: " + killed.story());
    System.out.printf("%d of %d kills%n", kills(), COUNT);
  }

  private synchronized void failed(int number, KilledCase killed, Throwable why) {
    failures.add("case " + number + " of seed " + seed + ": " + killed.story() + ": " + why);
    note("failed " + number + ": " + killed.story() + ": " + why);
  }

  private synchronized int kills() {
    return passed.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** What passed before is not done again. */
  private void resume() {
    for (String line : NOTES.filter(Files::exists).map(KilledHostsTest::lines).orElse(List.of())) {
      if (line.startsWith(SEED)) {
        seed = Long.parseLong(line.substring(SEED.length()));
      } else if (line.startsWith(PASSED)) {
        String[] words = line.split(" ");
        passed.put(Integer.valueOf(words[1]), Integer.valueOf(words[2]));
      }
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(String line) {
    System.out.println(line);
    NOTES.ifPresent(
        file -> {
          try {
            Files.writeString(
                file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
