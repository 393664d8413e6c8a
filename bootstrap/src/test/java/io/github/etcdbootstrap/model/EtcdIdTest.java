package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdIdTest {
  /** {@code printf 'https://192.168.7.11:2380k3s-edge-0b1e55ed' | openssl sha1}, 16 digits. */
  @ParameterizedTest
  @CsvSource({
    "https://192.168.7.11:2380, k3s-edge-0b1e55ed, d23d84f4e3d4ac93",
    "https://192.168.7.12:2380, k3s-edge-0b1e55ed, ac6538479921669f",
    "https://192.168.7.13:2380, k3s-edge-0b1e55ed, f64954e823841236",
    "https://192.168.7.11:2380, k3s-edge-10571057, a11194517cf78e1",
  })
  void aFoundersIdIsAsOpensslReckonsIt(String peerUrl, String token, String id) {
    assertThat(EtcdId.ofFounder(peerUrl, token)).hasToString(id);
  }

  /** Reckoned with Python's hashlib; in the second the order of signed numbers would be another. */
  @Test
  void theClustersIdIsAsPythonReckonsIt() {
    assertThat(cluster("d23d84f4e3d4ac93", "ac6538479921669f", "f64954e823841236"))
        .hasToString("4386a8bfa92d90c0");
    assertThat(cluster("c28f23755086e2ac", "a11194517cf78e1", "164c0f596b2bc787"))
        .hasToString("fcbe3d773feecb3c");
  }

  private static EtcdId cluster(String... founders) {
    return EtcdId.ofCluster(List.of(founders).stream().map(EtcdId::parse).toList());
  }

  @Test
  void isPrintedAsEtcdctlPrintsIt() {
    assertThat(EtcdId.parse("00a1")).hasToString("a1").isEqualTo(new EtcdId(0xa1));
    assertThat(new EtcdId(-1)).hasToString("ffffffffffffffff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "unknown", "10000000000000000"})
  void whatIsNoIdIsRefused(String text) {
    assertThatThrownBy(() -> EtcdId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an ID in hex: " + text);
  }
}
