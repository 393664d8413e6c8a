package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.etcd.RealEtcd.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.LockAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One cluster's life, in this order: two of three, three, four, three, and then too few. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealMembershipTest {
  private static final MemberName M1 = new MemberName("m1");
  private static final MemberName M2 = new MemberName("m2");

  @TempDir static Path temp;
  private static RealEtcd etcd;
  private static JetcdCluster cluster;
  private static JetcdCluster other;

  @BeforeAll
  static void twoOfThree() throws Exception {
    etcd = RealEtcd.prepare(temp);
    etcd.start(1);
    etcd.start(2);
    cluster = etcd.formed(1);
    other = etcd.formed(2);
  }

  @AfterAll
  static void close() {
    if (etcd != null) {
      cluster.unlock();
      other.unlock();
      etcd.close();
    }
  }

  @Test
  @Order(1)
  void withAVoterMissingNothingIsAddedAndNoneMoreRemoved() {
    assertThat(cluster.addLearner(etcd.peerUrl(4)))
        .isEqualTo(new CallAnswer(CallAnswer.Kind.UNHEALTHY, "m2: etcdserver: unhealthy cluster"));
    assertThat(cluster.remove(id(1)).kind()).isEqualTo(CallAnswer.Kind.UNHEALTHY);
    assertThat(cluster.members().orElseThrow().members()).hasSize(3);
  }

  @Test
  @Order(2)
  void whatEtcdRefusesIsToldInItsWords() {
    assertThat(cluster.remove(new EtcdId(7))).isEqualTo(refused("member not found"));
    assertThat(cluster.promote(id(1))).isEqualTo(refused("can only promote a learner member"));
    assertThat(cluster.changePeerUrl(id(3), etcd.peerUrl(2)))
        .isEqualTo(refused("Peer URLs already exists"));
    assertThat(cluster.addLearner("nonsense")).isEqualTo(refused("given member URLs are invalid"));
  }

  @Test
  @Order(5)
  void aLearnerIsAddedAndPromotedOnceItIsInSync() throws Exception {
    etcd.start(3);
    awaitDone(() -> cluster.addLearner(etcd.peerUrl(4)));

    EtcdId learner = learner().id();
    assertThat(cluster.addLearner("https://127.0.0.1:2390").kind())
        .isEqualTo(CallAnswer.Kind.TOO_MANY_LEARNERS);
    assertThat(cluster.promote(learner).kind()).isEqualTo(CallAnswer.Kind.NOT_IN_SYNC);
    etcd.join(4);
    awaitDone(() -> cluster.promote(learner));

    assertThat(cluster.members().orElseThrow().member(learner).orElseThrow().learner()).isFalse();
    awaitDone(() -> cluster.remove(learner));
    assertThat(cluster.members().orElseThrow().members()).hasSize(3);
  }

  @Test
  @Order(6)
  void aMemberThatHangsIsPassedBy() throws Exception {
    etcd.signal(2, "STOP");
    // It may have been the leader.
    await(() -> cluster.remove(new EtcdId(7)).kind() == CallAnswer.Kind.REFUSED);

    assertThat(cluster.remove(new EtcdId(7)).reason())
        .isEqualTo("m3: etcdserver: member not found");
    assertThat(cluster.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);
    cluster.unlock();
    etcd.signal(2, "CONT");
  }

  @Test
  @Order(7)
  void withTheOwnEtcdStoppedTheOthersAreAsked() throws Exception {
    assertThat(cluster.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);
    etcd.kill(1);

    await(() -> cluster.members().isPresent());
    assertThat(cluster.holdsLock(Duration.ofSeconds(20))).isTrue();
    awaitDone(() -> cluster.remove(id(1)));
    assertThat(cluster.members().orElseThrow().members())
        .extracting(ListedMember::id)
        .containsExactlyInAnyOrder(id(2), id(3));
    assertThat(cluster.holdsLock(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  @Order(8)
  void aVoterGetsAnotherPeerUrl() {
    assertThat(cluster.changePeerUrl(id(3), "https://127.0.0.1:2390")).isEqualTo(CallAnswer.DONE);
    assertThat(cluster.members().orElseThrow().member(id(3)).orElseThrow().peerUrls())
        .containsExactly("https://127.0.0.1:2390");
  }

  @Test
  @Order(9)
  void withoutAQuorumNothingIsAnswered() throws Exception {
    assertThat(cluster.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);
    etcd.kill(3);

    assertThat(cluster.remove(new EtcdId(7)).kind()).isEqualTo(CallAnswer.Kind.NO_ANSWER);
    assertThat(cluster.holdsLock(Duration.ZERO)).isFalse();
    assertThat(other.lock(M2, "card-2").kind()).isEqualTo(LockAnswer.Kind.NO_QUORUM);
    cluster.unlock();
  }

  private static ListedMember learner() {
    return cluster.members().orElseThrow().members().stream()
        .filter(ListedMember::learner)
        .findFirst()
        .orElseThrow();
  }

  private static CallAnswer refused(String words) {
    return new CallAnswer(CallAnswer.Kind.REFUSED, "m2: etcdserver: " + words);
  }

  private static EtcdId id(int number) {
    return EtcdId.ofFounder(etcd.peerUrl(number), RealEtcd.TOKEN);
  }

  private static void awaitDone(Callable<CallAnswer> call) throws Exception {
    await(
        () -> {
          CallAnswer answer = call.call();
          assertThat(answer.kind())
              .as(answer.reason())
              .isIn(CallAnswer.Kind.DONE, CallAnswer.Kind.UNHEALTHY, CallAnswer.Kind.NOT_IN_SYNC);
          return answer.kind() == CallAnswer.Kind.DONE;
        });
  }
}
