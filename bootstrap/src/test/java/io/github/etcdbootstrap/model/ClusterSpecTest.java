package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSpecTest {
  @ParameterizedTest
  @CsvSource({
    "pi-1, 192.168.7.11, , https://192.168.7.11:2380",
    "pi-1, fd00::1, , https://[fd00::1]:2380",
    "pi-1, 192.168.7.11, edge.me, https://pi-1.edge.me:2380",
    "pi-1.edge.me, 192.168.7.11, edge.me, https://pi-1.edge.me:2380",
    "pi-1.edge.me, 192.168.7.11, , https://192.168.7.11:2380",
    "pi-1edge.me, 192.168.7.11, edge.me, https://pi-1edge.me.edge.me:2380",
  })
  void aPeerIsReachedByNameOnlyWhereThereIsADomain(
      String name, String address, String domain, String url) {
    Member member = new Member(new MemberName(name), new IpAddress(address));

    assertThat(spec(member, Optional.ofNullable(domain)).peerUrl(member)).isEqualTo(url);
  }

  private static ClusterSpec spec(Member member, Optional<String> domain) {
    return new ClusterSpec(
        "k3s-edge",
        List.of(member),
        domain,
        Optional.empty(),
        false,
        HostPath.of("/var/lib/etcd"),
        EtcdVersion.DEFAULT,
        List.of(),
        Map.of(),
        List.of());
  }
}
