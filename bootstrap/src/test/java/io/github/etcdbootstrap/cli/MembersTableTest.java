package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTableTest {
  private static final Birth BIRTH = Edge.birth(Edge.spec(), "0b1e55ed");

  /** A member that answers. */
  static MemberStatus status(int number, boolean leader) {
    return status(number, leader, 24_576 * (long) number, List.of());
  }

  static MemberStatus status(int number, boolean leader, long size, List<String> errors) {
    return new MemberStatus(
        member(number, number == 3),
        BIRTH.clusterId(),
        endpoint(number),
        "3.5.2",
        size,
        leader,
        2,
        1000 + number,
        1000,
        errors.isEmpty(),
        errors);
  }

  /** One that does not. */
  static MemberStatus silent(int number) {
    return new MemberStatus(
        member(number, false),
        BIRTH.clusterId(),
        endpoint(number),
        "",
        0,
        false,
        0,
        0,
        0,
        false,
        List.of("no answer"));
  }

  private static ListedMember member(int number, boolean learner) {
    EtcdId id = BIRTH.founders().get(number - 1).id();
    String peer = BIRTH.founders().get(number - 1).peerUrl();
    return new ListedMember(
        id, "x-k3s-m-" + number, List.of(peer), List.of(endpoint(number)), learner);
  }

  private static String endpoint(int number) {
    return "https://192.168.7.1" + number + ":2379";
  }

  static List<MemberStatus> three() {
    return List.of(
        status(1, true),
        silent(2),
        status(3, false, 2_147_483_648L, List.of("NOSPACE", "CORRUPT")));
  }

  @Test
  void isDrawnAsEtcdctlDrawsIt() {
    Golden.check("cli/members.txt", MembersTable.of(three()));
  }

  @Test
  void ofNobodyThereIsTheHead() {
    assertThat(MembersTable.of(List.of()).lines()).hasSize(4);
  }

  @Test
  void everyLineIsAsLong() {
    assertThat(MembersTable.of(three()).lines().map(String::length).distinct()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "24576, 25 kB",
    "2147483648, 2.1 GB",
    "99000000000, 99 GB",
    "5000000000000, 5000 GB",
  })
  void sizesAreDecimal(long bytes, String shown) {
    assertThat(MembersTable.of(List.of(status(1, true, bytes, List.of()))))
        .contains("| " + shown + " ");
  }
}
