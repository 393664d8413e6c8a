package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** `plan` names every change that `apply` then makes and changes nothing; what the others print. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanHostsTest {
  private static final int WRONG_INPUT = 2;
  private static final int PENDING = 3;

  private TestCluster cluster;

  @BeforeAll
  void up() {
    cluster = TestCluster.ofBareHosts(PlanHostsTest.class, 3, "--manage-hosts");
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void bare() {
    cluster.startFromBare();
  }

  @Test
  void planChangesNothing() {
    DiskSnapshot disk = DiskSnapshot.of(cluster.hosts.disk(1));
    DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());

    cluster.run(1, "plan").expect(PENDING);
    cluster.run(1, "plan", "--json").expect(PENDING);

    assertThat(DiskSnapshot.of(cluster.hosts.disk(1)).changesSince(disk)).isEmpty();
    assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
    assertThat(cluster.hosts.shell(1, "ls -d /run/etcd-bootstrap").exit()).isNotZero();
  }

  /** Where all certificates have ended by the clock, it may be the clock. */
  @Test
  void aClockFarAheadChangesNothing() {
    cluster.hosts.powerCut(1);
    cluster.hosts.clock(1, Instant.parse("2100-01-02T00:00:00Z"));
    cluster.hosts.boot(1);
    try {
      DiskSnapshot disk = DiskSnapshot.of(cluster.hosts.disk(1));
      DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());
      for (String command : List.of("apply", "plan")) {
        assertThat(cluster.run(1, command).expect(WRONG_INPUT).err())
            .contains("clock says 2100-01-02T", "if the clock is wrong, set it instead")
            .doesNotContain("a bug");
      }
      assertThat(DiskSnapshot.of(cluster.hosts.disk(1)).changesSince(disk)).isEmpty();
      assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
    } finally {
      cluster.hosts.clockRight(1);
    }
  }

  /** Of the first host, which founds; of the second; and of the third, which meets a cluster. */
  @Test
  void planNamesEveryChangeThatApplyThenMakes() {
    for (int host : cluster.all()) {
      List<String> planned = cluster.run(host, "plan").expect(PENDING).lines();
      JsonObject json = cluster.json(host, "plan", "--json");

      List<String> made = changes(cluster.run(host).expect(0));

      assertThat(made).isEqualTo(planned).hasSizeGreaterThan(20);
      assertThat(summaries(json)).isEqualTo(planned);
    }
  }

  @Test
  void planAsJson() {
    JsonObject plan = cluster.json(1, "plan", "--json");

    assertThat(plan.keySet()).containsExactly("host", "changes", "refusal");
    assertThat(plan.get("host").getAsString()).isEqualTo(TestHosts.name(1));
    assertThat(plan.get("refusal").isJsonNull()).isTrue();
    for (JsonElement change : plan.getAsJsonArray("changes")) {
      assertThat(change.getAsJsonObject().keySet()).containsExactly("kind", "target", "summary");
    }
  }

  @Test
  void verifySaysWhetherAllIsAsItShouldBe() {
    assertThat(cluster.run(1, "verify").exit()).as("on a bare host").isEqualTo(1);
    cluster.run(1).expect(0);
    assertThat(cluster.run(1, "verify").exit()).as("waiting for the others").isEqualTo(1);
    cluster.runAtOnce(2, 3).forEach(result -> result.expect(0));

    for (int host : cluster.all()) {
      cluster.run(host, "verify").expect(0);
      assertThat(cluster.run(host, "plan").expect(0).out()).isEqualTo("nothing to change\n");
      assertThat(cluster.json(host, "plan", "--json").getAsJsonArray("changes")).isEmpty();
    }
    hasStatusAsJson();
    loadsTheClientOfTheClusterOnlyToAskIt();
  }

  /** What a run with nothing to do would spend most of its time on; and the parser of options. */
  private void loadsTheClientOfTheClusterOnlyToAskIt() {
    String client = "^(io\\.(etcd|grpc|netty)|com\\.google\\.protobuf|sun\\.security\\.ssl)\\..*";
    assertThat(loadedBy("plan"))
        .contains("io.github.etcdbootstrap.plan.Planner")
        .noneMatch(name -> name.matches(client));
    assertThat(loadedBy("apply --unattended"))
        .contains("io.github.etcdbootstrap.plan.Planner")
        .noneMatch(name -> name.matches(client + "|picocli.*"));
    assertThat(loadedBy("status")).anyMatch(name -> name.matches(client));
  }

  private List<String> loadedBy(String command) {
    String log = "/run/loaded";
    String java =
        "java -Xlog:class+load:file=%s -jar %s %s".formatted(log, TestCluster.JAR, command);
    cluster.hosts.shell(1, java).expect(0);
    String names = "sed -n 's/.*\\] \\([^ ]*\\) source: .*/\\1/p' " + log;
    return cluster.hosts.shell(1, names).expect(0).lines();
  }

  private void hasStatusAsJson() {
    Result result = cluster.run(2, "status", "--json").expect(0);
    JsonObject status = cluster.status(2);

    assertThat(status.keySet()).containsExactly("cluster", "members");
    assertThat(status.getAsJsonObject("cluster").keySet()).containsExactly("id", "name");
    assertThat(new Members(status).all()).hasSize(3);
    for (JsonObject member : new Members(status).all()) {
      assertThat(member.keySet())
          .containsExactly(
              "name",
              "id",
              "peerUrls",
              "clientUrls",
              "endpoint",
              "version",
              "dbSize",
              "leader",
              "learner",
              "raftTerm",
              "raftIndex",
              "raftAppliedIndex",
              "healthy",
              "errors");
    }
    String listedByEtcd = cluster.etcdctl(1, "member list").out();
    new Members(status).idsByName().values().forEach(id -> assertThat(listedByEtcd).contains(id));
    assertThat(result.err()).isEmpty();
    assertThat(cluster.run(3, "status").expect(0).lines()).hasSize(7);
  }

  /** What apply printed before it told how it ended. */
  private static List<String> changes(Result apply) {
    return apply.lines().stream().takeWhile(line -> !line.startsWith("disk of ")).toList();
  }

  private static List<String> summaries(JsonObject plan) {
    return StreamSupport.stream(plan.getAsJsonArray("changes").spliterator(), false)
        .map(change -> change.getAsJsonObject().get("summary").getAsString())
        .toList();
  }
}
