package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class LockHolderTest {
  @Test
  void saysWhoHoldsIt() {
    LockHolder holder = new LockHolder("m1", "card-1", "r");

    assertThat(holder.value().toStringUtf8())
        .isEqualTo("holder: m1\ninstall-id: card-1\nonce: r\n");
    assertThat(LockHolder.read(holder.value())).isEqualTo(holder);
    assertThat(holder.isOfCard("card-1")).isTrue();
    assertThat(holder.isOfCard("card-2")).isFalse();
  }

  @Test
  void whatSomebodyElseWroteIsNobodys() {
    LockHolder other = LockHolder.read(ByteString.copyFromUtf8("mine!\u001b[2J"));

    assertThat(other.name()).isEqualTo("mine!\\u001b[2J");
    assertThat(other.isOfCard("")).isFalse();
    assertThat(LockHolder.read(ByteString.EMPTY).isOfCard("")).isFalse();
  }
}
