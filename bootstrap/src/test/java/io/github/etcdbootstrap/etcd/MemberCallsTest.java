package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class MemberCallsTest {
  private static String words(Status status) {
    return MemberCalls.words(status.asRuntimeException());
  }

  @Test
  void theCauseSaysItBest() {
    Exception refused = new IllegalStateException("x", new IllegalStateException("refused"));
    assertThat(words(Status.UNAVAILABLE.withDescription("io exception").withCause(refused)))
        .isEqualTo("refused");
    assertThat(words(Status.UNAVAILABLE.withDescription("io exception"))).isEqualTo("io exception");
    assertThat(words(Status.DEADLINE_EXCEEDED)).isEqualTo("does not answer in time");
  }

  /** A member that goes away in the midst of an answer. */
  @Test
  void aCauseWithoutWordsIsNotLeftAtThat() {
    Status status = Status.UNAVAILABLE.withCause(new ClosedChannelException());
    assertThat(words(status)).isEqualTo("UNAVAILABLE");
    assertThat(words(status.withDescription("channel closed"))).isEqualTo("channel closed");
  }
}
