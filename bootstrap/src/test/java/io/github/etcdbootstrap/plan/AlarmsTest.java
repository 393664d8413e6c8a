package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By the words that real etcds showed, 3.5.2 and 3.5.35 alike, the blank at the end included. */
class AlarmsTest {
  private static final String SPACE = "memberID:922714903195180890 alarm:NOSPACE ";
  private static final String CORRUPT = "alarm:CORRUPT ";

  @Test
  void withoutAnAlarmThereIsNothingToRefuse() {
    assertThat(Alarms.refusal(List.of(status(1, "3.5.35"), status(2, "", "no answer")))).isEmpty();
    assertThat(Alarms.refusal(List.of(status(1, "3.5.35", "has no leader")))).isEmpty();
  }

  @Test
  void aFullDatabaseIsNamedWithItsMemberAndTheCommands() {
    Refusal refusal =
        Alarms.refusal(
                List.of(
                    status(1, "3.5.35", SPACE),
                    status(2, "3.5.35", SPACE),
                    status(3, "", "no answer")))
            .orElseThrow();

    assertThat(refusal.reason())
        .startsWith("alarm NOSPACE: the database of x-k3s-m-2 has reached its quota")
        .contains("no member is added, removed or promoted");
    assertThat(refusal.evidence())
        .containsExactly(
            "x-k3s-m-1 says memberID:922714903195180890 alarm:NOSPACE",
            "x-k3s-m-2 says memberID:922714903195180890 alarm:NOSPACE");
    assertThat(refusal.commands().get(0)).startsWith("etcdctl compact ");
    assertThat(refusal.commands().subList(1, 4))
        .containsExactly(
            "etcdctl --endpoints=https://192.168.7.11:2379 defrag",
            "etcdctl --endpoints=https://192.168.7.12:2379 defrag",
            "etcdctl alarm disarm");
    assertThat(refusal.mayPass()).isFalse();
  }

  @Test
  void differingDataOfNobodyInParticularIsFoundByItsHash() {
    Refusal refusal = Alarms.refusal(List.of(status(1, "3.5.35", CORRUPT))).orElseThrow();

    assertThat(refusal.reason()).startsWith("alarm CORRUPT: the data of a member is not what");
    assertThat(refusal.commands()).hasSize(4);
    assertThat(refusal.commands().get(0)).startsWith("etcdctl endpoint hashkv --cluster");
    assertThat(refusal.commands().get(1))
        .startsWith("on the host whose hash is not the majority's");
  }

  @Test
  void itsMemberIsNamedWhereEtcdKnowsIt() {
    String named = SPACE.replace("NOSPACE", "CORRUPT");
    assertThat(Alarms.refusal(List.of(status(2, "3.5.35", named))).orElseThrow().commands().get(3))
        .startsWith("on x-k3s-m-2: run etcd-bootstrap");
    assertThat(Alarms.refusal(List.of(status(1, "3.5.35", named))).orElseThrow().reason())
        .contains("of member cce2450d1e85f5a");
  }

  @Test
  void anOldEtcdIsReplacedBeforeItsAlarmsAreTouched() {
    assertThat(Alarms.refusal(List.of(status(1, "3.5.4", SPACE))).orElseThrow().commands().get(0))
        .startsWith("first set a version of at least 3.5.5 in cluster.yml");
    assertThat(Alarms.refusal(List.of(status(1, "3.5.5", SPACE))).orElseThrow().commands().get(0))
        .startsWith("etcdctl compact");
  }

  @Test
  void bothAtOnceAndOneThatIsNotKnown() {
    Refusal refusal =
        Alarms.refusal(List.of(status(1, "3.5.35", CORRUPT, SPACE, "alarm:NEW "))).orElseThrow();

    assertThat(refusal.reason()).contains("alarm CORRUPT", "alarm NOSPACE", "alarm NEW");
  }

  private static MemberStatus status(int number, String version, String... errors) {
    EtcdId id = new EtcdId(number == 2 ? 922_714_903_195_180_890L : number);
    ListedMember member =
        new ListedMember(id, "x-k3s-m-" + number, List.of(), List.of("https://x:2379"), false);
    String endpoint = "https://192.168.7.1" + number + ":2379";
    return new MemberStatus(
        member,
        new EtcdId(7),
        endpoint,
        version,
        1,
        false,
        1,
        1,
        1,
        errors.length == 0,
        Arrays.asList(errors));
  }
}
