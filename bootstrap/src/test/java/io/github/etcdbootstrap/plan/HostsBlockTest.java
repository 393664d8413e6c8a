package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import java.nio.charset.StandardCharsets;
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
    assertThat(in("127.0.0.1 localhost\n", Edge.named()))
        .isEqualTo("127.0.0.1 localhost\n" + BLOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1 localhost", "127.0.0.1 localhost\n", "\n\n# mine\n"})
  void aSecondTimeChangesNothing(String hosts) {
    String once = in(hosts, Edge.named());

    assertThat(in(once, Edge.named())).isEqualTo(once);
  }

  @Test
  void everyOtherLineStays() {
    String before = "127.0.0.1 localhost\n";
    String after = "192.168.7.1 router # mine\n";
    String old = BLOCK.replace("192.168.7.12", "192.168.7.99");

    String now = in(before + old + after, Edge.named());

    assertThat(now).isEqualTo(before + after + BLOCK);
  }

  /** In whatever the owner wrote it: Latin-1 here. */
  @Test
  void everyByteOfTheOtherLinesStays() {
    byte[] before = {'#', ' ', (byte) 0xfc, (byte) 0x80, '\r', '\n', (byte) 0xff};
    byte[] now = HostsBlock.in(Content.of(before), Edge.named()).bytes();

    assertThat(now).startsWith(before).endsWith(BLOCK.getBytes(StandardCharsets.US_ASCII));
    assertThat(HostsBlock.in(Content.of(now), Edge.spec()).bytes())
        .startsWith(before)
        .hasSize(before.length + 1);
  }

  @Test
  void isTakenAwayWhereHostsAreNotManaged() {
    assertThat(in("a\n" + BLOCK + "b\n", Edge.spec())).isEqualTo("a\nb\n");
    assertThat(in("a\nb", Edge.spec())).isEqualTo("a\nb");
  }

  /** Somebody deleted its last line: nothing of what follows may be lost, in no later run. */
  @Test
  void withoutItsEndNothingIsEverLost() {
    String cut = "a\n" + BLOCK.replace("# etcd-bootstrap end\n", "") + "10.0.0.1 mine\n";
    String once = in(cut, Edge.named());
    String twice = in(once, Edge.named());

    assertThat(in(cut, Edge.spec())).contains("a\n").endsWith("10.0.0.1 mine\n");
    assertThat(once).startsWith("a\n").contains("10.0.0.1 mine\n").endsWith(BLOCK);
    assertThat(twice).isEqualTo(once);
  }

  private static String in(String hosts, ClusterSpec spec) {
    return HostsBlock.in(Content.of(hosts), spec).text();
  }
}
