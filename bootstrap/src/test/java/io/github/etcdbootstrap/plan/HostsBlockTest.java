package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsBlockTest {
  private static final String BLOCK =
      """
      # etcd-bootstrap begin (manage-hosts in cluster.yml)
      192.168.7.11 x-k3s-m-1.edge.huatai.me x-k3s-m-1
      192.168.7.12 x-k3s-m-2.edge.huatai.me x-k3s-m-2
      192.168.7.13 x-k3s-m-3.edge.huatai.me x-k3s-m-3
      192.168.7.11 etcd.edge.huatai.me
      192.168.7.12 etcd.edge.huatai.me
      192.168.7.13 etcd.edge.huatai.me
      # etcd-bootstrap end
      """;

  @Test
  void namesEveryMemberAndTheService() {
    assertThat(HostsBlock.in("127.0.0.1 localhost\n", Edge.named()))
        .isEqualTo("127.0.0.1 localhost\n" + BLOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1 localhost", "127.0.0.1 localhost\n", "\n\n# mine\n"})
  void aSecondTimeChangesNothing(String hosts) {
    String once = HostsBlock.in(hosts, Edge.named());

    assertThat(HostsBlock.in(once, Edge.named())).isEqualTo(once);
  }

  @Test
  void everyOtherLineStays() {
    String before = "127.0.0.1 localhost\n";
    String after = "192.168.7.1 router # mine\n";
    String old = BLOCK.replace("192.168.7.12", "192.168.7.99");

    String now = HostsBlock.in(before + old + after, Edge.named());

    assertThat(now).isEqualTo(before + after + BLOCK);
  }

  @Test
  void isTakenAwayWhereHostsAreNotManaged() {
    assertThat(HostsBlock.in("a\n" + BLOCK + "b\n", Edge.spec())).isEqualTo("a\nb\n");
    assertThat(HostsBlock.in("a\nb", Edge.spec())).isEqualTo("a\nb");
  }

  /** Somebody deleted its last line: nothing of what follows may be lost, in no later run. */
  @Test
  void withoutItsEndNothingIsEverLost() {
    String cut = "a\n" + BLOCK.replace("# etcd-bootstrap end\n", "") + "10.0.0.1 mine\n";
    String once = HostsBlock.in(cut, Edge.named());
    String twice = HostsBlock.in(once, Edge.named());

    assertThat(HostsBlock.in(cut, Edge.spec())).contains("a\n").endsWith("10.0.0.1 mine\n");
    assertThat(once).startsWith("a\n").contains("10.0.0.1 mine\n").endsWith(BLOCK);
    assertThat(twice).isEqualTo(once);
  }
}
