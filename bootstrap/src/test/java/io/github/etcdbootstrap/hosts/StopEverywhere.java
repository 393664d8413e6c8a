package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A run is stopped at each of its points, one after the other, until one comes to its end: each
 * time a rerun leaves the state that an undisturbed run leaves.
 */
final class StopEverywhere {
  private static final int KILLED = 137;

  private final StopScenario scenario;
  private final String which;
  private final boolean powerCut;
  private final AtomicInteger next;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Map<Integer, String> stops = new ConcurrentSkipListMap<>();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param which points count
   * @param powerCut whether the power goes with the process, and the host boots before the rerun
   * @param from the first point
   */
  StopEverywhere(StopScenario scenario, String which, boolean powerCut, int from) {
    this.scenario = scenario;
    this.which = which;
    this.powerCut = powerCut;
    this.next = new AtomicInteger(from);
  }

  /**
   * What came of it.
   *
   * @param stops by number of the point, where it was
   */
  record Outcome(Map<Integer, String> stops, List<String> failures) {}

  /**
   * @param fleets of test hosts that share the work
   */
  Outcome run(int fleets) {
    var workers = IntStream.range(0, fleets).mapToObj(i -> Background.begin(this::work)).toList();
    workers.forEach(Background::end);
    return new Outcome(stops, failures);
  }

  private Void work() {
    String[] options = {"--manage-hosts"};
    try (var cluster = TestCluster.ofTable(StopEverywhere.class, scenario.size, options)) {
      Runnable prepare = scenario.begin(cluster);
      State undisturbed = undisturbed(cluster, prepare);
      while (!ended.get()) {
        int point = next.getAndIncrement();
        try {
          prepare.run();
          stopAt(point, cluster, undisturbed);
        } catch (AssertionError | RuntimeException e) {
          failures.add(scenario + ", point " + point + " " + stops.get(point) + ": " + e);
          System.out.println("FAILED: " + failures.get(failures.size() - 1));
          prepare = scenario.begin(cluster);
        }
      }
    }
    return null;
  }

  private static State undisturbed(TestCluster cluster, Runnable prepare) {
    prepare.run();
    cluster.run(StopScenario.HOST).expect(0);
    return State.of(cluster);
  }

  private void stopAt(int point, TestCluster cluster, State undisturbed) {
    Result stopped = cluster.runStoppedAt(point, which, StopScenario.HOST);
    if (stopped.exit() == 0) {
      ended.set(true);
    } else {
      stopped.expect(KILLED);
      String last = stopped.err().strip();
      stops.put(point, last.substring(last.lastIndexOf("point ")));
      if (powerCut) {
        cluster.letEtcdBegin(StopScenario.HOST);
        cluster.hosts.powerCut(StopScenario.HOST);
        cluster.hosts.boot(StopScenario.HOST);
      }
    }
    Result rerun = cluster.run(StopScenario.HOST);
    System.out.printf("%s, %s: rerun %.1f s%n", scenario, stops.get(point), rerun.seconds());
    rerun.expect(0);
    assertThat(State.of(cluster).differencesFrom(undisturbed)).as("after %s", rerun).isEmpty();
    assertThat(cluster.run(StopScenario.HOST).expect(0).out()).startsWith("nothing to change");
  }

  /** All that must be the same. */
  private record State(Map<String, Manifest> manifests, List<String> members) {

    static State of(TestCluster cluster) {
      cluster.awaitHealthy(cluster.all());
      Map<String, Manifest> manifests = new TreeMap<>();
      manifests.put("seed", Manifest.of(cluster.seed.folder()));
      for (int host : cluster.all()) {
        manifests.put(TestHosts.name(host), Manifest.of(cluster.hosts.disk(host)));
      }
      // ID, status, name, peer URL, client URL, learner.
      String members = cluster.etcdctl(StopScenario.HOST, "member list").expect(0).out();
      return new State(
          manifests,
          members.lines().map(line -> line.replaceAll("^[0-9a-f]+", "ID")).sorted().toList());
    }

    List<String> differencesFrom(State undisturbed) {
      List<String> differences = new ArrayList<>();
      manifests.forEach(
          (where, manifest) ->
              manifest
                  .differencesFrom(undisturbed.manifests.get(where))
                  .forEach(line -> differences.add(where + ": " + line)));
      if (!members.equals(undisturbed.members)) {
        differences.add("members: " + members + ", not " + undisturbed.members);
      }
      return differences;
    }
  }
}
