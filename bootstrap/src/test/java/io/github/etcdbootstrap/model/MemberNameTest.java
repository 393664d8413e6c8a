package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberNameTest {
  @ParameterizedTest
  @CsvSource({
    "x-k3s-m-1, x-k3s-m-1, true",
    "x-k3s-m-1, X-K3S-M-1, true",
    "x-k3s-m-1, x-k3s-m-1.edge.huatai.me, true",
    "x-k3s-m-1.edge.huatai.me, x-k3s-m-1, true",
    "x-k3s-m-1.edge.huatai.me, x-k3s-m-1.edge.huatai.me, true",
    "x-k3s-m-1.edge.huatai.me, x-k3s-m-1.other.huatai.me, false",
    "x-k3s-m-1, x-k3s-m-10, false",
    "x-k3s-m-1, x-k3s-m, false",
    "x-k3s-m-1, localhost, false",
    "x-k3s-m-1, '', false",
  })
  void aHostMayBeCalledByItsShortOrItsFullName(String member, String hostname, boolean names) {
    assertThat(new MemberName(member).names(hostname)).isEqualTo(names);
  }

  @Test
  void isKeptInLowerCase() {
    assertThat(new MemberName("Pi-1")).isEqualTo(new MemberName("pi-1")).hasToString("pi-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a_b", "-a", "a-", "a..b", ".a", "a.", "a b", "ä", "a/b", "a\n"})
  void noHostNameIsRefused(String name) {
    assertThatThrownBy(() -> new MemberName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "is not a host name (letters, digits and - between dots, at most 63 each): " + name);
  }

  @Test
  void aLongOneIsRefused() {
    assertThat(new MemberName("a".repeat(63)).value()).hasSize(63);
    assertThatThrownBy(() -> new MemberName("a".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MemberName("a.".repeat(127) + "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca", "server", "client", "x-server", "x-key", "CA"})
  void aCertificatesNameIsRefused(String name) {
    assertThatThrownBy(() -> new MemberName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is the name of a certificate file");
  }
}
