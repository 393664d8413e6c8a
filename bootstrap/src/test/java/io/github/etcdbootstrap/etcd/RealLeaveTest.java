package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of three members whichever leads goes, and of the two that stay again. */
class RealLeaveTest {
  @TempDir Path temp;

  /** It would lead on for a second, and of two the one that has not heard by then never would. */
  @Test
  void aLeaderHandsOverItsLeadBeforeItGoes() throws Exception {
    try (RealEtcd etcd = RealEtcd.prepare(temp)) {
      List<Integer> members = new ArrayList<>(List.of(1, 2, 3));
      for (int member : members) {
        etcd.start(member);
      }
      while (members.size() > 1) {
        JetcdCluster any = etcd.formed(members.get(0));
        RealEtcd.await(() -> leader(any).isPresent());
        EtcdId old = leader(any).orElseThrow();
        Integer leaver = members.stream().filter(m -> id(etcd, m).equals(old)).findFirst().get();
        members.remove(leaver);
        JetcdCluster own = etcd.formed(leaver);
        JetcdCluster other = etcd.formed(members.get(0));

        RealEtcd.await(() -> own.remove(old).kind() == CallAnswer.Kind.DONE);

        assertThat(leader(other)).isPresent().isNotEqualTo(Optional.of(old));
      }
    }
  }

  private static Optional<EtcdId> leader(JetcdCluster cluster) {
    return cluster.statuses().stream()
        .filter(MemberStatus::leader)
        .map(status -> status.member().id())
        .findFirst();
  }

  private static EtcdId id(RealEtcd etcd, int number) {
    return EtcdId.ofFounder(etcd.peerUrl(number), RealEtcd.TOKEN);
  }
}
