package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.text.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhoAmITest {
  @ParameterizedTest
  @CsvSource({
    "x-k3s-m-2",
    "X-K3S-M-2",
    "x-k3s-m-2.edge.huatai.me",
  })
  void nameAndAddressAgree(String hostname) {
    WhoAmI who = WhoAmI.of(Edge.spec(), host(hostname, "10.0.0.7", "192.168.7.12"));

    assertThat(who.member()).isEqualTo(Edge.member(2));
    assertThat(who.note()).isEmpty();
  }

  @Test
  void onlyTheAddressSaysSo() {
    WhoAmI who = WhoAmI.of(Edge.spec(), host("alpine", "192.168.7.13"));

    assertThat(who.member()).isEqualTo(Edge.member(3));
    assertThat(who.note())
        .contains("this host is called alpine, and by its address 192.168.7.13 it is x-k3s-m-3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alpine    | 10.0.0.7                   | neither its name nor an address is in the inventory",
        "x-k3s-m-1 | 10.0.0.7                   | its name is there, but its address is not 192.168.7.11",
        "x-k3s-m-1 | 192.168.7.12               | its name says x-k3s-m-1, its address says x-k3s-m-2",
        "alpine    | 192.168.7.11, 192.168.7.12 | its addresses match two members",
        "x-k3s-m-1 | 192.168.7.11, 192.168.7.12 | its addresses match two members",
        "x-k3s-m-1 | 192.168.7.12, 192.168.7.13 | its name says x-k3s-m-1, its address says x-k3s-m-2",
      })
  void anythingElseIsRefusedWithBothLists(String hostname, String addresses, String why) {
    Host.Identity identity = host(hostname, addresses.split(", "));

    assertThatThrownBy(() -> WhoAmI.of(Edge.spec(), identity))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "this host is %s with %s: %s\n  correct the host or cluster.yml, whose members are "
                    .formatted(hostname, addresses.replaceAll("(?=,|$)", " (eth0)"), why)
                + "x-k3s-m-1 192.168.7.11, x-k3s-m-2 192.168.7.12, x-k3s-m-3 192.168.7.13");
  }

  @ParameterizedTest
  @CsvSource({
    "x-k3s-m-2, 192.168.7.11, x-k3s-m-2",
    "alpine, 192.168.7.12, x-k3s-m-2",
    "alpine, 10.0.0.7, none",
  })
  void theLikeliestIsTheOneOfThatName(String hostname, String address, String likeliest) {
    Optional<String> name =
        WhoAmI.likeliest(Edge.spec(), host(hostname, address)).map(m -> m.name().value());

    assertThat(name.orElse("none")).isEqualTo(likeliest);
  }

  @Test
  void aHostWithoutAnAddressSaysSo() {
    Host.Identity identity = host("x-k3s-m-1", "127.0.0.1", "::1");

    assertThatThrownBy(() -> WhoAmI.of(Edge.spec(), identity))
        .hasMessageContaining("this host is x-k3s-m-1 with no address: its name is there");
  }

  private static Host.Identity host(String hostname, String... addresses) {
    List<Host.NetworkAddress> here =
        Stream.of(addresses).map(a -> new Host.NetworkAddress("eth0", new IpAddress(a))).toList();
    return new Host.Identity(
        hostname, here, Optional.of(Architecture.ARM64), "aarch64", true, true);
  }
}
