package io.github.etcdbootstrap.seed;

import static io.github.etcdbootstrap.seed.ClusterYml.assertSays;
import static io.github.etcdbootstrap.seed.ClusterYml.member;
import static io.github.etcdbootstrap.seed.ClusterYml.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {
  @Test
  void hasAtMostSevenMembers() {
    StringBuilder text = new StringBuilder("cluster: c\nmembers:\n");
    for (int i = 1; i <= 7; i++) {
      text.append("  m%d: 10.0.0.%d\n".formatted(i, i));
    }
    assertThat(read(text.toString()).members()).hasSize(7);
    assertSays(text + "  m8: 10.0.0.8\n", "has 8 members, expected 1 to 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{a: 10.0.0.1, b: 10.0.0.1} | `members.b` has 10.0.0.1, which is already the address of a",
        "{a: fd00::1, b: 'fd00:0:0::1'} | which is already the address of a",
        "{a: 10.0.0.1, a.edge: 10.0.0.2} | `members.a.edge` means the same host as a",
        "{a: 10.0.0.1, A: 10.0.0.2} | `members.A` means the same host as a",
        "{ca: 10.0.0.1} | is the name of a certificate file: ca",
        "{x-server: 10.0.0.1} | is the name of a certificate file: x-server",
        "{a: 10.0.0} | `members.a` has 10.0.0, expected an IPv4 or IPv6 address",
        "{a: 10.0.0.010} | expected an IPv4 or IPv6 address",
        "{a: host.example} | expected an IPv4 or IPv6 address",
        "{a: '10.0.0.1:2380'} | expected an IPv4 or IPv6 address",
        "{a: 0.0.0.0} | which is not an address at which others can",
        "{a: '::'} | which is not an address at which others can",
        "{a: 224.0.0.1} | which is not an address at which others can",
        "{a: 'fe80::1'} | which is not an address at which others can",
        "{a: [10.0.0.1]} | `members.a` is a list, expected an address",
      })
  void refusesMembers(String members, String said) {
    assertSays("cluster: c\nmembers: " + members + "\n", said);
  }

  @Test
  void differentFullNamesAreDifferentHosts() {
    assertThat(read("cluster: c\nmembers: {a.x: 10.0.0.1, a.y: 10.0.0.2}\n").members()).hasSize(2);
  }

  @Test
  void acceptsAnEvenCountAndAddressesOfAnySpelling() {
    assertThat(read("cluster: c\nmembers:\n  a: 10.0.0.1\n  b: 1:2:3:4:5:6:7:8\n").members())
        .containsExactly(member("a", "10.0.0.1"), member("b", "1:2:3:4:5:6:7:8"));
  }
}
