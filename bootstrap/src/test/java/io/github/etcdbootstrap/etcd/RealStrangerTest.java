package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.etcd.RealEtcd.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Cluster.LockAnswer;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of three are a cluster, and at the third's address another one answers, by the same CA. */
class RealStrangerTest {
  private static final MemberName M2 = new MemberName("m2");
  private static final MemberName M3 = new MemberName("m3");

  @TempDir static Path temp;
  private static RealEtcd etcd;
  private static EtcdId ours;
  private static EtcdId strangers;

  @BeforeAll
  static void twoClusters() throws Exception {
    etcd = RealEtcd.prepare(temp);
    etcd.startStranger(1);
    etcd.start(2);
    etcd.start(3);
    ours =
        EtcdId.ofCluster(
            List.of(
                founder(1, RealEtcd.TOKEN),
                founder(2, RealEtcd.TOKEN),
                founder(3, RealEtcd.TOKEN)));
    strangers = EtcdId.ofCluster(List.of(founder(1, "stranger")));
    await(() -> seen(2, ours).members().isPresent() && seen(1, strangers).members().isPresent());
    // It has applied more than the other, as one that has run for longer.
    for (int i = 0; i < 10; i++) {
      seen(1, strangers).rememberReplaced(M2, i % 2 == 0);
    }
  }

  @AfterAll
  static void close() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @Test
  void aListOfAnotherClusterIsNone() throws Exception {
    assertThat(seen(1, ours).members().orElseThrow().clusterId()).isEqualTo(ours);
    assertThat(seen(2, strangers).members().orElseThrow().clusterId()).isEqualTo(strangers);
    assertThat(seen(2, new EtcdId(7)).members()).isEmpty();
  }

  /** However far it is, its list is not that of the members. */
  @Test
  void theTableIsOfTheClusterThatIsMeant() throws Exception {
    await(() -> seen(2, ours).statuses().stream().filter(MemberStatus::votes).count() == 2);

    List<MemberStatus> statuses = seen(2, ours).statuses();

    assertThat(statuses).extracting(MemberStatus::clusterId).containsOnly(ours);
    assertThat(statuses).extracting(s -> s.member().name()).containsExactly("m1", "m2", "m3");
    assertThat(statuses.get(0).errors()).containsExactly("another member answers there");
  }

  /** It is asked first, being the first of the others. */
  @Test
  void theLockIsTakenInTheClusterThatIsMeant() {
    JetcdCluster second = seen(2, ours);
    JetcdCluster third = seen(3, ours);
    JetcdCluster elsewhere = seen(3, strangers);
    try {
      assertThat(second.lock(M2, "card-2")).isEqualTo(LockAnswer.HELD);
      assertThat(third.lock(M3, "card-3")).isEqualTo(new LockAnswer(LockAnswer.Kind.TAKEN, "m2"));
      assertThat(elsewhere.lock(M3, "card-3")).isEqualTo(LockAnswer.HELD);
    } finally {
      second.unlock();
      elsewhere.unlock();
    }
  }

  private static JetcdCluster seen(int self, EtcdId cluster) {
    JetcdCluster seen = etcd.cluster(self);
    seen.expect(Optional.of(cluster));
    return seen;
  }

  private static EtcdId founder(int number, String token) {
    return EtcdId.ofFounder(etcd.peerUrl(number), token);
  }
}
