package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.plan.Proof.Verdict;
import io.github.etcdbootstrap.plan.Proof.Verdict.Result;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofTest {
  private static final OwnHealth HEALTHY = new OwnHealth(true, true, "");
  private static final OwnHealth NO_LEADER = new OwnHealth(true, false, "no leader");

  private static final Sha256 PEER = Sha256.of(new byte[] {1});
  private static final Sha256 SERVER = Sha256.of(new byte[] {2});
  private static final URI PEERS = URI.create("https://192.168.7.11:2380");
  private static final URI CLIENTS = URI.create("https://192.168.7.11:2379");

  private final FakeWorld world = new FakeWorld(Edge.config());

  @Test
  void healthyAtOnce() {
    world.cluster.health = () -> HEALTHY;

    assertThat(prove().result()).isEqualTo(Result.HEALTHY);
    assertThat(world.clock.sinceStart()).isZero();
    assertThat(world.cluster.asked).as("no peer needs to be asked").isEmpty();
  }

  /** A learner's health says true too. */
  @Test
  void healthOfOneThatMayBeALearnerProvesNothing() {
    world.cluster.health = () -> HEALTHY;

    Verdict verdict = new Proof(world.world(), world.config, false).await();

    assertThat(verdict.result()).isEqualTo(Result.LOOK_AGAIN);
    assertThat(verdict.reason()).isEqualTo("it is not known to vote");
  }

  @Test
  void provedOnceTheInstalledCertificatesAreServed() {
    world.cluster.health = () -> HEALTHY;
    installed("x-k3s-m-1.pem", PEER);
    installed("server.pem", SERVER);
    world.cluster.served.put(PEERS, () -> PEER);
    world.cluster.served.put(CLIENTS, () -> PEER);
    world.clock.after(Duration.ofSeconds(3), () -> world.cluster.served.put(CLIENTS, () -> SERVER));

    assertThat(prove().result()).isEqualTo(Result.HEALTHY);
    assertSeconds(3, 4);
  }

  @Test
  void anotherCertificateThanTheInstalledOneIsAFailure() {
    world.cluster.health = () -> HEALTHY;
    installed("x-k3s-m-1.pem", PEER);
    installed("server.pem", SERVER);
    world.cluster.served.put(PEERS, () -> SERVER);
    world.cluster.served.put(CLIENTS, () -> SERVER);

    Verdict verdict = prove();

    assertThat(verdict.result()).isEqualTo(Result.UNHEALTHY);
    assertThat(verdict.reason())
        .isEqualTo(
            "a certificate other than /etc/etcd/x-k3s-m-1.pem is served at"
                + " https://192.168.7.11:2380; restart etcd (rc-service etcd restart), then run"
                + " again");
    assertSeconds(60, 61);
  }

  @Test
  void noCertificateAtAllIsAFailureToo() {
    world.cluster.health = () -> HEALTHY;
    installed("server.pem", SERVER);

    assertThat(prove().reason())
        .isEqualTo(
            "no certificate is shown at https://192.168.7.11:2379 within 60 s; run again once this"
                + " host is less busy");
  }

  private void installed(String name, Sha256 sum) {
    Content pem = Edge.certificates(world.config).get(name);
    world.host.files.put(Layout.ETC.child(name), FileState.file(pem, Ownership.root(0640)));
    world.sums.put(pem, sum);
  }

  @Test
  void healthyAfterAWhile() {
    up(1, 2, 3);
    world.cluster.health = () -> NO_LEADER;
    world.clock.after(Duration.ofSeconds(100), () -> world.cluster.health = () -> HEALTHY);

    assertThat(prove().result()).isEqualTo(Result.HEALTHY);
    assertSeconds(100, 101);
    assertThat(world.report.waits).contains("for the cluster: 3 of 3 up");
  }

  /** The others, if they were started with this one, need as long: two to ten seconds. */
  @ParameterizedTest
  @CsvSource({"1, 2", "5, 5", "60, 10"})
  void oneOfThreeForAsLongAgainAsTheRunHasTaken(long taken, long alone) {
    world.clock.sleep(Duration.ofSeconds(taken));
    up(1);
    world.cluster.health = () -> NO_LEADER;

    Verdict verdict = prove();

    assertThat(verdict.result()).isEqualTo(Result.WAITING_FOR_OTHERS);
    assertThat(verdict.up()).isEqualTo(1);
    assertThat(verdict.silent()).containsExactly(Edge.member(2), Edge.member(3));
    assertSeconds(taken + alone, taken + alone + 1);
    assertThat(world.report.waits)
        .containsOnly("for the cluster: 1 of 3 up, not yet: x-k3s-m-2, x-k3s-m-3");
  }

  @Test
  void withAMajorityUpItIsNotTheOthersThatItWaitsFor() {
    up(1, 2);
    world.cluster.health = () -> NO_LEADER;

    Verdict verdict = prove();

    assertThat(verdict.result()).isEqualTo(Result.UNHEALTHY);
    assertThat(verdict.reason()).isEqualTo("no leader");
    assertThat(verdict.silent()).containsExactly(Edge.member(3));
    assertSeconds(120, 122);
  }

  /** In one piece: a second that came and went begins the time anew. */
  @Test
  void aMajoritySeenBetweenBeginsTheWaitAnew() {
    world.clock.sleep(Duration.ofSeconds(10));
    up(1);
    world.cluster.health = () -> NO_LEADER;
    world.clock.after(Duration.ofSeconds(18), () -> up(2));
    world.clock.after(Duration.ofSeconds(24), () -> world.cluster.pages.remove(Edge.member(2)));

    assertThat(prove().result()).isEqualTo(Result.WAITING_FOR_OTHERS);
    assertSeconds(33, 36);
  }

  /** An etcd that does not come up is a failure, whoever else is missing. */
  @Test
  void anEtcdThatNeverAnswersDoesNotWaitForOthers() {
    world.cluster.health = () -> OwnHealth.SILENT;

    Verdict verdict = prove();

    assertThat(verdict.result()).isEqualTo(Result.UNHEALTHY);
    assertThat(verdict.reason()).isEqualTo("nothing answers on its metrics page");
    assertSeconds(120, 122);
  }

  @Test
  void theWaitBeginsWhenItsOwnEtcdAnswers() {
    world.clock.sleep(Duration.ofSeconds(10));
    world.cluster.health = () -> OwnHealth.SILENT;
    world.clock.after(
        Duration.ofSeconds(40),
        () -> {
          up(1);
          world.cluster.health = () -> NO_LEADER;
        });

    assertThat(prove().result()).isEqualTo(Result.WAITING_FOR_OTHERS);
    assertSeconds(50, 52);
  }

  @Test
  void aClusterOfOneWaitsForNobody() {
    FakeWorld one = new FakeWorld(Edge.config(Edge.spec(1), 1));
    one.cluster.health = () -> NO_LEADER;
    one.cluster.pages.put(Edge.member(1), () -> empty(1));

    assertThat(new Proof(one.world(), one.config, true).await().result())
        .isEqualTo(Result.UNHEALTHY);
  }

  private Verdict prove() {
    return new Proof(world.world(), world.config, true).await();
  }

  private void up(int... members) {
    for (int number : members) {
      world.cluster.pages.put(Edge.member(number), () -> empty(number));
    }
  }

  private static PeerPage empty(int number) {
    return new PeerPage(
        Edge.member(number),
        PeerPage.Answer.EMPTY,
        Optional.of(Edge.list(Case.BIRTH, List.of())),
        "");
  }

  private void assertSeconds(long least, long most) {
    assertThat(world.clock.sinceStart())
        .isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
  }
}
