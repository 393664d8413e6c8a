package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small values: each refuses what it cannot be. */
class ValuesTest {
  @ParameterizedTest
  @CsvSource({"3.5.2, 3.5.10", "3.5.33, 3.6.0", "3.5.2, 4.0.0", "v3.5.1, 3.5.2"})
  void versionsAreOrderedByNumber(String lower, String higher) {
    assertThat(EtcdVersion.parse(lower)).isLessThan(EtcdVersion.parse(higher));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3.5", "3.5.2-rc.1", "3.5.x", " 3.5.2", "3.5.2.1", "-3.5.2"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> EtcdVersion.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a version of the form 3.5.2: " + text);
  }

  /** From FIPS 180-4's examples. */
  @Test
  void aSumIsThatOfTheStandard() {
    assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)))
        .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(new Sha256("AB".repeat(32))).isEqualTo(new Sha256("ab".repeat(32)));
    assertThatThrownBy(() -> new Sha256("ab".repeat(31)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void contentIsNeverPrinted() {
    Content key = Content.of("-----BEGIN EC PRIVATE KEY-----");

    assertThat(key).hasToString("30 bytes").isEqualTo(Content.of(key.bytes()));
    assertThat(new NodeFile(HostPath.of("/k"), key, Ownership.root(0640)).toString())
        .doesNotContain("PRIVATE");
  }

  @Test
  void contentCannotBeChangedFromOutside() {
    byte[] bytes = {1, 2};
    Content content = Content.of(bytes);
    bytes[0] = 9;
    content.bytes()[1] = 9;

    assertThat(content).isEqualTo(Content.of(new byte[] {1, 2}));
  }

  @Test
  void ownershipReadsAsLsShowsIt() {
    assertThat(new Ownership("root", "etcd", 0640)).hasToString("0640 root:etcd");
    assertThat(Ownership.root(04755)).hasToString("4755 root:root");
  }

  @ParameterizedTest
  @CsvSource({"x86_64, amd64", "amd64, amd64", "aarch64, arm64", "arm64, arm64"})
  void processorsHaveEtcdsNames(String machine, String name) {
    assertThat(Architecture.of(machine).orElseThrow()).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"armv7l", "i686", "riscv64", ""})
  void forOtherProcessorsThereIsNoRelease(String machine) {
    assertThat(Architecture.of(machine)).isEmpty();
  }
}
