package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first run killed between any two steps, then a power cut and boot: the next run finishes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedHostsTest {
  private static final int KILLED = 137;

  /** Each a cluster of one: what one run leaves behind, no other host has to mend. */
  private final List<TestCluster> singles = new ArrayList<>();

  private TestCluster three;

  @BeforeAll
  void up() {
    for (int i = 0; i < 3; i++) {
      singles.add(TestCluster.ofBareHosts(InterruptedHostsTest.class, 1, "--manage-hosts"));
    }
    three = TestCluster.ofBareHosts(InterruptedHostsTest.class, 3, "--manage-hosts");
  }

  @AfterAll
  void down() {
    singles.forEach(TestCluster::close);
    if (three != null) {
      three.close();
    }
  }

  @Test
  void killedBeforeEachOfItsChanges() {
    int changes = singles.get(0).json(1, "plan", "--json").getAsJsonArray("changes").size();
    assertThat(changes).isGreaterThan(20);
    var numbers = new ConcurrentLinkedQueue<>(IntStream.rangeClosed(1, changes).boxed().toList());

    List<Background<List<String>>> workers =
        singles.stream()
            .map(cluster -> Background.begin(() -> failures(cluster, numbers)))
            .toList();

    assertThat(workers.stream().flatMap(worker -> worker.end().stream())).isEmpty();
    System.out.println("killed before each of " + changes + " changes: the next run finished");
  }

  /** What did not go as it should, of the numbers that this cluster could fetch. */
  private static List<String> failures(
      TestCluster cluster, ConcurrentLinkedQueue<Integer> numbers) {
    List<String> failures = new ArrayList<>();
    for (Integer number = numbers.poll(); number != null; number = numbers.poll()) {
      try {
        cluster.startFromBare();
        cluster.runHaltingBefore(1, number.toString()).expect(KILLED);
        cluster.letEtcdBegin(1);
        finishesAfterABoot(cluster);
      } catch (AssertionError | RuntimeException e) {
        failures.add("killed before change " + number + ": " + e);
      }
    }
    return failures;
  }

  private static void finishesAfterABoot(TestCluster cluster) {
    cluster.hosts.powerCut(1);
    cluster.hosts.boot(1);
    assertThat(cluster.run(1).expect(0).out()).endsWith("is a healthy member of x-k3s\n");
    assertThat(cluster.isHealthy(1)).isTrue();
    assertThat(cluster.run(1).expect(0).out()).startsWith("nothing to change");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "draw-birth",
        "write-mark",
        "permit-first-start",
        "start-service",
        "confirm-started"
      })
  void killedWhileFoundingAClusterOfThree(String change) {
    three.startFromBare();
    three.runHaltingBefore(1, change).expect(KILLED);
    three.letEtcdBegin(1);
    three.hosts.powerCut(1);
    three.hosts.boot(1);

    List<Result> results = three.runAtOnce(1, 2, 3);

    assertThat(results).allSatisfy(result -> result.expect(0));
    Stream.of(three.all()).forEach(host -> three.run(host, "verify").expect(0));
    assertThat(new Members(three.status(1)).healthyVoters("3.5.2")).isEqualTo(3);
  }
}
