package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersPageTest {
  @Test
  void idsAboveTheLargestLongKeepEveryDigit() {
    MemberList list =
        MembersPage.read(
            "cdf818194e3a8c32",
            """
            [{"id":18446744073709551557,"peerURLs":["https://a:2380"],"name":"a","clientURLs":["x"]},
             {"id":7,"peerURLs":["https://b:2380"],"isLearner":true}]
            """);

    assertThat(list.clusterId()).isEqualTo(EtcdId.parse("cdf818194e3a8c32"));
    assertThat(list.members())
        .containsExactly(
            new ListedMember(
                EtcdId.parse("ffffffffffffffc5"),
                "a",
                List.of("https://a:2380"),
                List.of("x"),
                false),
            new ListedMember(EtcdId.parse("7"), "", List.of("https://b:2380"), List.of(), true));
  }

  @Test
  void aMemberWithoutAnyMembersHasAnEmptyList() {
    assertThat(MembersPage.read("1", "null\n").members()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "[1]",
        "[{}]",
        "[{\"id\":\"x\"",
        "<html>",
        "[{\"id\":1.5,\"peerURLs\":[]}]",
        "[{\"id\":1,\"peerURLs\":1}]",
        "[{\"id\":1,\"peerURLs\":[]}] []",
        "\ufeff\ufeffsorry"
      })
  void anythingElseIsUnreadable(String body) {
    assertThatIllegalArgumentException().isThrownBy(() -> MembersPage.read("1", body));
  }

  @Test
  void aPageThatNamesNoClusterIsNotEtcds() {
    assertThatIllegalArgumentException().isThrownBy(() -> MembersPage.read(null, "[]"));
    assertThatIllegalArgumentException().isThrownBy(() -> MembersPage.read("xyz", "[]"));
  }
}
