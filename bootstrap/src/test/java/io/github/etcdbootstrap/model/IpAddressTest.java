package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.168.7.11, 192.168.7.11, 192.168.7.11",
    "127.0.0.1, 127.0.0.1, 127.0.0.1",
    "fd00:0:0:0:0:0:0:1, fd00::1, [fd00::1]",
    "FD00:0::0001, fd00::1, [fd00::1]",
    "0:0:0:0:0:0:0:1, ::1, [::1]",
    "0::0, ::, [::]",
    "fd00:0:0:1:0:0:0:0, fd00:0:0:1::, [fd00:0:0:1::]",
    "fd00:0:1:0:0:0:0:2, fd00:0:1::2, [fd00:0:1::2]",
    "fd00::1:0:0:2, fd00::1:0:0:2, [fd00::1:0:0:2]",
    "fd00:0:0:2:3:0:0:4, fd00::2:3:0:0:4, [fd00::2:3:0:0:4]",
    "fd00::2:3:4:5:6:7, fd00:0:2:3:4:5:6:7, [fd00:0:2:3:4:5:6:7]",
    "fd00:10:200:3000:40:1:a0:b, fd00:10:200:3000:40:1:a0:b, [fd00:10:200:3000:40:1:a0:b]",
    "::ffff:192.168.7.11, 192.168.7.11, 192.168.7.11",
  })
  void hasOneSpelling(String written, String value, String inUrl) {
    IpAddress address = new IpAddress(written);

    assertThat(address).hasToString(value).isEqualTo(new IpAddress(value));
    assertThat(address.inUrl()).isEqualTo(inUrl);
    assertThat(new IpAddress(address.inet().getHostAddress())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "x-k3s-m-1", "localhost", "192.168.7", "192.168.7.256", "192.168.7.11.1", "1",
        "192.168.7.11:2380", "fe80::1%eth0", "[::1]", "::g", "1:2:3", "192.168.7.11 ", ":",
      })
  void noAddressIsRefused(String text) {
    assertThatThrownBy(() -> new IpAddress(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an IPv4 or IPv6 address: " + text);
  }

  /** A name server that was asked would be the cause. */
  @ParameterizedTest
  @ValueSource(strings = {"192.168.7.256", "192.168.7.999", "256.0.0.1", "192.168.7.011"})
  void nobodyIsAskedForWhatIsAlmostAnAddress(String text) {
    assertThatThrownBy(() -> new IpAddress(text)).hasNoCause();
  }
}
