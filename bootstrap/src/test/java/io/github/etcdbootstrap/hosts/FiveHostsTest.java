package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two of five are lost at once: one run on each, and again where it says so. */
class FiveHostsTest extends Loss {
  FiveHostsTest() {
    super(CURRENT, 5);
  }

  @Test
  void twoNewCards() {
    Map<String, String> before = members().idsByName();
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      cluster.hosts.newCard(4, 5);
      load.awaitMore();

      Result first = cluster.run(4).expect(REFUSED);
      assertThat(first.err()).contains("refused: ", TestHosts.name(5), "again");
      load.awaitMore();
      Result second = cluster.run(5).expect(0);
      load.awaitMore();
      Result again = cluster.run(4).expect(0);

      System.out.printf(
          "two of five: %.1f s, %.1f s, and the first again %.1f s; %s%n",
          first.seconds(), second.seconds(), again.seconds(), load.endAndFindAll());
    }
    Agreement.isReachedIn(cluster);
    Map<String, String> after = members().idsByName();
    for (int host : cluster.all()) {
      String name = TestHosts.name(host);
      assertThat(after.get(name).equals(before.get(name))).as(name + " stayed").isEqualTo(host < 4);
    }
    isWhole(4, 5);
  }
}
