package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.etcdbootstrap.cli.FakeSessions.Ran;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.plan.DataHash;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeEtcd;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Rendering;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** `plan`, `verify` and `status`: they look, and change nothing. */
class LookingCommandsTest {
  @TempDir private Path root;
  private static final String DISK =
      "disk of /var/lib/etcd: a flush takes 1.00 ms (p50), 5.00 ms (p99): good, etcd wants a p99"
          + " below 10 ms\n";
  private static final URI PEERS = URI.create("https://192.168.7.11:2380");
  private static final URI CLIENTS = URI.create("https://192.168.7.11:2379");
  private static final String SERVED =
      "certificates: those on this host are served at " + PEERS + ", " + CLIENTS + "\n";

  private FakeSessions sessions;

  @BeforeEach
  void aBareHost() {
    FakeWorld world = new FakeWorld(Edge.config(Edge.spec(1), 1));
    new FakeEtcd().runsOn(world);
    serves(world);
    sessions = new FakeSessions(world, root);
    sessions.warnings.add("look here");
  }

  private static void serves(FakeWorld world) {
    Edge.certificates(world.config).values().forEach(pem -> world.sums.put(pem, sum(pem)));
    shows(world, PEERS, world.config.certificates().peer());
    shows(world, CLIENTS, world.config.certificates().server());
  }

  private static void shows(FakeWorld world, URI url, String file) {
    Sha256 shown = sum(Edge.certificates(world.config).get(file));
    world.cluster.served.put(url, () -> shown);
  }

  private static Sha256 sum(Content pem) {
    return Sha256.of(pem.bytes());
  }

  @Test
  void aPlanOfChangesIsPending() {
    Ran ran = sessions.run("plan");

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.out())
        .isEqualTo(Rendering.of(sessions.world.planning().get()))
        .startsWith("install etcd 3.5.2 for arm64 in /usr/local/lib/etcd/v3.5.2\n");
    assertThat(ran.err()).isEqualTo("warning: look here\n");
  }

  @Test
  void anEmptyPlanIsAsItShouldBe() {
    sessions.run("apply");
    Ran ran = sessions.run("plan");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("nothing to change\n");
  }

  @Test
  void aRefusedPlanIsARefusalAtOnce() {
    sessions.world.seed.writable = false;
    Ran ran = sessions.run("plan");

    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.out()).startsWith("refused: the seed in /media/usb is not shared");
    assertThat(sessions.world.clock.sinceStart()).as("plan does not wait").isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plan", "plan --json", "verify", "verify --json", "status", "status --json"})
  void nothingIsChangedAndNoLockTaken(String line) {
    var files = new TreeMap<>(sessions.world.host.files);
    var seed = new TreeMap<>(sessions.world.seed.files);

    sessions.run(line.split(" "));

    assertThat(sessions.world.host.files).isEqualTo(files);
    assertThat(sessions.world.seed.files).isEqualTo(seed);
    assertThat(sessions.world.host.commands).isEmpty();
    assertThat(sessions.locks).isZero();
  }

  /** Standard output holds the JSON alone, whatever else there is to say. */
  @ParameterizedTest
  @ValueSource(strings = {"plan --json", "verify --json", "status --json"})
  void withJsonStandardOutputHoldsItAlone(String line) {
    assertThat(json(sessions.run(line.split(" "))).entrySet()).isNotEmpty();
    sessions.world.seed.writable = false;
    assertThat(json(sessions.run(line.split(" "))).entrySet()).isNotEmpty();
    sessions.world.seed.writable = true;
    sessions.run("apply");
    assertThat(json(sessions.run(line.split(" "))).entrySet()).isNotEmpty();
  }

  @Test
  void aPlansJsonHasItsChangesAndItsExitCode() {
    Ran ran = sessions.run("plan", "--json");

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(json(ran).getAsJsonArray("changes")).hasSizeGreaterThan(20);
    assertThat(json(ran).get("refusal").isJsonNull()).isTrue();
    assertThat(ran.err()).isEqualTo("warning: look here\n");
  }

  @Test
  void verifySucceedsOnlyOnAnEmptyPlanAndAHealthyMember() {
    assertThat(sessions.run("verify").exit()).isEqualTo(1);
    sessions.run("apply");
    Ran good = sessions.run("verify");
    assertThat(good.exit()).isZero();
    assertThat(good.out())
        .isEqualTo(
            "nothing to change\nx-k3s-m-1 is a healthy member of k3s-edge\n" + SERVED + DISK);
    assertThat(json(sessions.run("verify", "--json")).get("healthy").getAsBoolean()).isTrue();

    sessions.world.host.own(Edge.DATA, Ownership.root(0755));
    assertThat(sessions.run("verify").exit()).isEqualTo(1);
  }

  @Test
  void verifyFailsWhereAnotherCertificateIsServedThanTheInstalledOne() {
    sessions.run("apply");
    JsonObject good = json(sessions.run("verify", "--json")).getAsJsonObject("certificates");
    assertThat(good.get("served").getAsBoolean()).isTrue();

    shows(sessions.world, CLIENTS, sessions.world.config.certificates().peer());
    Ran ran = sessions.run("verify");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .startsWith("nothing to change\nx-k3s-m-1 is a healthy member of k3s-edge\n")
        .contains(
            "\ncertificates: a certificate other than /etc/etcd/server.pem is served at "
                + CLIENTS
                + "; restart etcd (rc-service etcd restart), then run again\n");
    JsonObject bad = json(sessions.run("verify", "--json")).getAsJsonObject("certificates");
    assertThat(bad.keySet()).containsExactly("served", "verdict");
    assertThat(bad.get("served").getAsBoolean()).isFalse();

    sessions.world.cluster.served.remove(CLIENTS);
    assertThat(sessions.run("verify").out())
        .contains("no certificate is shown at " + CLIENTS + " within 5 s; ");
  }

  /** One that did not come by chance does the next time. */
  @Test
  void aHandshakeThatFailsOnceFailsNothing() {
    sessions.run("apply");
    var shown = sessions.world.cluster.served.remove(CLIENTS);
    sessions.world.clock.after(
        Duration.ofSeconds(2), () -> sessions.world.cluster.served.put(CLIENTS, shown));

    assertThat(sessions.run("verify").exit()).isZero();
  }

  @Test
  void verifyFailsOnAMemberThatIsNotHealthy() {
    sessions.run("apply");
    sessions.world.cluster.health = () -> new OwnHealth(true, false, "no leader");
    Ran ran = sessions.run("verify");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .isEqualTo("nothing to change\nx-k3s-m-1 is not healthy: no leader\n" + DISK);
    assertThat(ran.err())
        .endsWith("  do: look at /var/log/etcd/etcd.log and /var/log/etcd/service.log\n");
    assertThat(json(sessions.run("verify", "--json")).get("healthy").getAsBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "status"})
  void whatTheOwnLogSaysIsShownWhereTheMemberDoesNotRun(String command) {
    sessions.run("apply");
    sessions.world.cluster.health = () -> OwnHealth.SILENT;
    sessions.world.cluster.statuses.add(MembersTableTest.silent(1));
    sessions.world.host.write(
        new NodeFile(
            Layout.SERVICE_LOG,
            Content.of("panic: cannot use none as id\n"),
            Ownership.root(0640)));

    assertThat(sessions.run(command).err())
        .contains(
            "  seen: etcd's log: its data is corrupt: it says \"panic: cannot use none as id\"\n")
        .endsWith(
            "  do: run etcd-bootstrap on this host: it replaces the member from its peers and keeps"
                + " the data aside\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "status", "apply"})
  void anAlarmIsShownWithItsCommands(String command) {
    sessions.run("apply");
    sessions.world.cluster.health = () -> new OwnHealth(true, false, "ALARM NOSPACE");
    sessions.world.cluster.statuses.add(
        MembersTableTest.status(1, true, 1, List.of("alarm:NOSPACE ")));

    assertThat(sessions.run(command).err())
        .contains("warning: alarm NOSPACE: the database of a member has reached its quota")
        .contains("  seen: x-k3s-m-1 says alarm:NOSPACE\n")
        .contains("  do: etcdctl alarm disarm\n")
        .doesNotContain("etcd's log");
  }

  @Test
  void verifySaysHowFastTheDiskIs() {
    JsonObject disk = json(sessions.run("verify", "--json")).getAsJsonObject("disk");
    assertThat(disk.keySet()).containsExactly("p50Micros", "p99Micros", "verdict");
    assertThat(disk.get("p50Micros").getAsLong()).isEqualTo(1000);
    assertThat(disk.get("p99Micros").getAsLong()).isEqualTo(5000);
    assertThat(disk.get("verdict").getAsString() + "\n").isEqualTo(DISK);
    assertThat(sessions.run("plan").out()).doesNotContain("disk of");
  }

  @Test
  void aDiskThatCannotBeMeasuredFailsNothing() {
    sessions.run("apply");
    sessions.world.host.fsyncTimes =
        () -> {
          throw new HostFailure("it is read-only", "mount it writable");
        };

    Ran ran = sessions.run("verify");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).endsWith("disk of /var/lib/etcd: not measured: it is read-only\n");
    JsonObject disk = json(sessions.run("verify", "--json")).getAsJsonObject("disk");
    assertThat(disk.get("p50Micros").isJsonNull()).isTrue();
    assertThat(disk.get("p99Micros").isJsonNull()).isTrue();
  }

  @Test
  void verifyFailsWhereAMemberHasOtherData() {
    assertThat(json(verifyOfThree("--json")).getAsJsonObject("data").get("same").getAsBoolean())
        .isTrue();
    Ran same = verifyOfThree();
    assertThat(same.exit()).isZero();
    assertThat(same.out()).endsWith("\ndata: the same in x-k3s-m-1, x-k3s-m-2, x-k3s-m-3\n" + DISK);

    hashes(1, 1, 2);
    Ran differs = verifyOfThree();
    assertThat(differs.exit()).isEqualTo(1);
    assertThat(differs.out()).contains("\ndata: x-k3s-m-3 differs from x-k3s-m-1, x-k3s-m-2\n");
    assertThat(differs.err())
        .contains("  seen: x-k3s-m-3: hash 00000002 (compacted to 7)\n")
        .contains("  do: on x-k3s-m-3: rc-service etcd stop, and move the folder `member`");
    JsonObject data = json(verifyOfThree("--json")).getAsJsonObject("data");
    assertThat(data.get("same").getAsBoolean()).isFalse();
    assertThat(data.getAsJsonArray("commands")).hasSize(3);
  }

  @Test
  void whatCannotBeComparedFailsNothing() {
    verifyOfThree();
    sessions.world.cluster.hashes.clear();
    sessions.world.cluster.hashes.add(List.of(DataHash.none("x-k3s-m-2", "is a learner")));

    Ran ran = verifyOfThree();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("\ndata: not compared: x-k3s-m-2: is a learner\n");
    JsonObject data = json(verifyOfThree("--json")).getAsJsonObject("data");
    assertThat(data.get("same").isJsonNull()).isTrue();
  }

  private Ran verifyOfThree(String... options) {
    if (sessions.world.config.members().size() == 1) {
      FakeWorld world = new FakeWorld(Edge.config());
      new FakeEtcd().runsOn(world);
      sessions = new FakeSessions(world, root);
      sessions.run("apply");
      world.cluster.health = () -> new OwnHealth(true, true, "");
      hashes(1, 1, 1);
    }
    return sessions.run(
        Stream.concat(Stream.of("verify"), Stream.of(options)).toArray(String[]::new));
  }

  private void hashes(int... hashes) {
    sessions.world.cluster.hashes.clear();
    sessions.world.cluster.hashes.add(
        IntStream.rangeClosed(1, hashes.length)
            .mapToObj(i -> DataHash.of("x-k3s-m-" + i, "3.5.2", 7, hashes[i - 1]))
            .toList());
  }

  @Test
  void verifyFailsOnALearner() {
    sessions.run("apply");
    sessions.world.cluster.health = () -> new OwnHealth(true, true, "");
    sessions.world.host.list(Layout.MARKS).stream()
        .map(Layout.MARKS::child)
        .forEach(sessions.world.host::remove);
    listItAsALearner(sessions.world);

    Ran ran = sessions.run("verify");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("x-k3s-m-1 is not healthy: it is not known to vote");
  }

  private static void listItAsALearner(FakeWorld world) {
    Supplier<PeerPage> own = world.cluster.pages.get(world.config.self());
    world.cluster.pages.put(
        world.config.self(),
        () -> {
          PeerPage page = own.get();
          MemberList list = page.list().orElseThrow();
          ListedMember m = list.members().get(0);
          ListedMember learner =
              new ListedMember(m.id(), m.name(), m.peerUrls(), m.clientUrls(), true);
          world.cluster.members = Optional.of(new MemberList(list.clusterId(), List.of(learner)));
          return page;
        });
  }

  @Test
  void statusPrintsTheTable() {
    sessions.world.cluster.statuses.add(MembersTableTest.status(1, true));
    sessions.world.cluster.statuses.add(MembersTableTest.silent(2));
    Ran ran = sessions.run("status");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo(MembersTable.of(sessions.world.cluster.statuses));
  }

  @Test
  void statusFailsWhereNobodyAnswers() {
    sessions.world.cluster.statuses.add(MembersTableTest.silent(1));

    assertThat(sessions.run("status").exit()).isEqualTo(1);
  }

  private static JsonObject json(Ran ran) {
    assertThat(ran.out()).startsWith("{").endsWith("}\n");
    return JsonParser.parseString(ran.out()).getAsJsonObject();
  }
}
