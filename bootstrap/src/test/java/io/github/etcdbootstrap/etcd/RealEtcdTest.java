package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.etcd.RealEtcd.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.Meeting;
import io.github.etcdbootstrap.plan.Cluster.Meeting.Presence;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.plan.Cluster.PeerPage.Answer;
import io.github.etcdbootstrap.plan.DataHash;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One cluster's life, in this order: the first of three, two of three, again one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealEtcdTest {
  private static final OwnHealth WITHOUT_LEADER = new OwnHealth(true, false, "RAFT NO LEADER");

  @TempDir static Path temp;
  private static RealEtcd etcd;

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    etcd = RealEtcd.prepare(temp);
  }

  @AfterAll
  static void close() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @Test
  @Order(1)
  void aloneTheFirstOfThreeShowsItsFounders() throws Exception {
    etcd.start(1);
    await(() -> page(1).readable());
    await(() -> health().answers());

    PeerPage page = page(1);
    EtcdId cluster = cluster();

    assertThat(page.answer()).isEqualTo(Answer.EMPTY);
    assertThat(page.date().orElseThrow()).isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
    assertThat(page.list().orElseThrow().clusterId()).isEqualTo(cluster);
    assertThat(page.list().orElseThrow().members())
        .extracting(ListedMember::name)
        .containsExactlyInAnyOrder("m1", "m2", "m3");
    assertThat(page.list().orElseThrow().member(id(2)).orElseThrow().peerUrls())
        .containsExactly(peerUrl(2));
    assertThat(etcd.cluster().ownVersion()).contains(new EtcdVersion(3, 5, 2));
    assertThat(etcd.cluster(2).ownVersion()).isEmpty();
    assertThat(etcd.cluster().ownId()).contains(id(1));
    assertThat(etcd.cluster(2).ownId()).isEmpty();
    assertThat(page(2).answer()).isEqualTo(Answer.SILENT);
    assertThat(page(2).reason()).isEqualTo("no connection: Connection refused");
    assertThat(health()).isEqualTo(WITHOUT_LEADER);
  }

  @Test
  @Order(2)
  void whoWaitsForItSeesThatTheFirstHasStarted() {
    try (Meeting second = etcd.cluster(2).meet(etcd.birth())) {
      assertThat(second.others()).containsExactly(Presence.STARTED, Presence.ABSENT);
    }
  }

  @Test
  @Order(2)
  void whatIsNoEtcdIsUnreadable() throws Exception {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(etcd.member(4).address().inet(), 2380));
      Thread hangUp = new Thread(() -> hangUp(server));
      hangUp.setDaemon(true);
      hangUp.start();

      assertThat(page(4).answer()).isEqualTo(Answer.UNREADABLE);
    }
  }

  @Test
  @Order(3)
  void twoOfThreeFormACluster() throws Exception {
    etcd.start(2);
    await(() -> health().healthy());
    await(() -> page(1).answer() == Answer.FORMED);
    // The second may come to its own client port a little later than to its vote.
    await(() -> etcd.cluster().statuses().stream().filter(MemberStatus::healthy).count() == 2);

    MemberList list = etcd.cluster().members().orElseThrow();
    List<MemberStatus> statuses = etcd.cluster().statuses();

    assertThat(list.clusterId()).isEqualTo(cluster());
    assertThat(list.members()).extracting(ListedMember::id).contains(id(1), id(2), id(3));
    assertThat(list.member(id(1)).orElseThrow().published()).isTrue();
    assertThat(list.member(id(3)).orElseThrow().published()).isFalse();
    assertThat(statuses).hasSize(3).filteredOn(MemberStatus::leader).hasSize(1);
    assertThat(statuses.stream().filter(MemberStatus::healthy))
        .hasSize(2)
        .allSatisfy(
            status -> {
              assertThat(status.version()).isEqualTo("3.5.2");
              assertThat(status.dbSize()).isPositive();
              assertThat(status.raftAppliedIndex()).isPositive();
              assertThat(status.endpoint()).startsWith("https://127.");
            });
    assertThat(statuses.stream().filter(status -> !status.healthy()))
        .singleElement()
        .satisfies(status -> assertThat(status.member().name()).isEqualTo("m3"))
        .satisfies(status -> assertThat(status.errors()).containsExactly("Connection refused"));
  }

  @Test
  @Order(4)
  void membersGiveTheirHashes() {
    List<DataHash> hashes = etcd.cluster().hashes();

    assertThat(hashes).extracting(DataHash::member).containsExactly("m1", "m2", "m3");
    assertThat(hashes.get(0).value()).isPresent().isEqualTo(hashes.get(1).value());
    assertThat(hashes.get(0).version()).isEqualTo("3.5.2");
    assertThat(hashes.get(2)).isEqualTo(DataHash.none("m3", "Connection refused"));
  }

  /** A lab goes on after each run on a member. */
  @Test
  @Order(4)
  void whatIsClosedLeavesNothing() throws Exception {
    Set<Thread> during;
    try (JetcdCluster cluster = etcd.cluster(2)) {
      assertThat(cluster.ownStatus().stream().filter(MemberStatus::healthy))
          .singleElement()
          .satisfies(status -> assertThat(status.member().name()).isEqualTo("m2"));
      assertThat(cluster.statuses().stream().filter(MemberStatus::healthy)).hasSize(2);
      during = loops();
    }
    await(() -> loops().size() == during.size() - 1);
  }

  private static Set<Thread> loops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("grpc-"))
        .collect(Collectors.toSet());
  }

  @Test
  @Order(5)
  void withoutAQuorumThereIsNoLinearizableListButStillATable() throws Exception {
    etcd.kill(2);
    await(() -> health().equals(WITHOUT_LEADER));

    Optional<MemberList> list = etcd.cluster().members();
    List<MemberStatus> statuses = etcd.cluster().statuses();

    assertThat(list).isEmpty();
    assertThat(statuses).hasSize(3).noneMatch(MemberStatus::healthy);
    assertThat(statuses.stream().filter(status -> status.member().id().equals(id(1))))
        .singleElement()
        .satisfies(status -> assertThat(status.errors()).containsExactly("etcdserver: no leader"));
  }

  @Test
  @Order(6)
  void withNobodyTheTableIsTheInventory() throws Exception {
    etcd.kill(1);

    assertThat(health()).isEqualTo(OwnHealth.SILENT);
    assertThat(etcd.cluster().members()).isEmpty();
    assertThat(etcd.cluster().statuses())
        .extracting(status -> status.member().name())
        .containsExactly("m1", "m2", "m3");
  }

  private static PeerPage page(int number) {
    return etcd.cluster().pages(List.of(etcd.member(number))).get(0);
  }

  private static OwnHealth health() {
    return etcd.cluster().ownHealth(etcd.config().endpoints().metrics());
  }

  private static EtcdId cluster() {
    return EtcdId.ofCluster(List.of(id(1), id(2), id(3)));
  }

  private static EtcdId id(int number) {
    return EtcdId.ofFounder(peerUrl(number), RealEtcd.TOKEN);
  }

  private static String peerUrl(int number) {
    Member member = etcd.member(number);
    return "https://" + member.address() + ":2380";
  }

  private static void hangUp(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        return;
      }
    }
  }
}
