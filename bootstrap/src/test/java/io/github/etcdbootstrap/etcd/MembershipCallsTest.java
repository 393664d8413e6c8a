package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.plan.Cluster.CallAnswer.Kind;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** Etcd's errors: api/v3rpc/rpctypes/error.go. */
class MembershipCallsTest {
  @Test
  void whatPassesIsWaitedFor() {
    assertThat(kind(Status.UNAVAILABLE, "etcdserver: unhealthy cluster")).isEqualTo(Kind.UNHEALTHY);
    String tooFew = "etcdserver: re-configuration failed due to not enough started members";
    assertThat(kind(Status.FAILED_PRECONDITION, tooFew)).isEqualTo(Kind.UNHEALTHY);
    // So do 3.5's members send it.
    assertThat(kind(Status.UNKNOWN, tooFew)).isEqualTo(Kind.UNHEALTHY);
    assertThat(kind(Status.FAILED_PRECONDITION, "etcdserver: too many learner members in cluster"))
        .isEqualTo(Kind.TOO_MANY_LEARNERS);
    assertThat(
            kind(
                Status.FAILED_PRECONDITION,
                "etcdserver: can only promote a learner member which is in sync with leader"))
        .isEqualTo(Kind.NOT_IN_SYNC);
  }

  @Test
  void aRefusalIsOneOnlyInEtcdsOwnWords() {
    assertThat(kind(Status.NOT_FOUND, "etcdserver: member not found")).isEqualTo(Kind.REFUSED);
    assertThat(kind(Status.FAILED_PRECONDITION, "etcdserver: Peer URLs already exists"))
        .isEqualTo(Kind.REFUSED);
    assertThat(kind(Status.FAILED_PRECONDITION, "etcdserver: can only promote a learner member"))
        .isEqualTo(Kind.REFUSED);
    assertThat(kind(Status.RESOURCE_EXHAUSTED, "Bandwidth exhausted")).isEqualTo(Kind.NO_ANSWER);
  }

  @Test
  void whatMayHaveBeenDoneIsNoAnswer() {
    assertThat(kind(Status.UNAVAILABLE, "etcdserver: request timed out")).isEqualTo(Kind.NO_ANSWER);
    assertThat(
            kind(
                Status.UNAVAILABLE,
                "etcdserver: request timed out, possibly due to previous leader failure"))
        .isEqualTo(Kind.NO_ANSWER);
    assertThat(kind(Status.UNAVAILABLE, "etcdserver: leader changed")).isEqualTo(Kind.NO_ANSWER);
    assertThat(kind(Status.UNAVAILABLE, "etcdserver: server stopped")).isEqualTo(Kind.NO_ANSWER);
    assertThat(kind(Status.UNKNOWN, "etcdserver: request cancelled")).isEqualTo(Kind.NO_ANSWER);
    assertThat(kind(Status.DEADLINE_EXCEEDED, null)).isEqualTo(Kind.NO_ANSWER);
    assertThat(kind(Status.UNAVAILABLE, "io exception")).isEqualTo(Kind.NO_ANSWER);
  }

  private static Kind kind(Status code, String words) {
    return MembershipCalls.kind(code.withDescription(words));
  }
}
