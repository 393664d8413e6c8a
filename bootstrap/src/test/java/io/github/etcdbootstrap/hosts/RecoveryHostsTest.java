package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two of three cards are lost for good: what the refusal prints is what leads out. */
class RecoveryHostsTest extends Loss {
  private static final String DO = "  do: ";
  private static final int SURVIVOR = 1;

  RecoveryHostsTest() {
    super(FIRST, 3);
  }

  @Test
  void quorumLost() {
    cluster.etcdctl(2, "put before \"the loss\"").expect(0);
    String lostCluster = members().clusterId();
    cluster.hosts.newCard(2, 3);

    Result refusal = cluster.run(2).expect(REFUSED);

    System.out.println(refusal.err());
    List<String> recipe =
        refusal
            .err()
            .lines()
            .filter(l -> l.startsWith(DO))
            .map(l -> l.substring(DO.length()).strip())
            .toList();
    byHand(SURVIVOR, after("1. on every host that has an etcd: ", recipe));
    byHand(2, after("3. in the seed (in each copy, if hosts have their own): ", recipe));
    String file = after("or, of the member that was last up: ", recipe);
    byHand(SURVIVOR, filledIn(stepFour(recipe), file));

    for (int host : cluster.all()) {
      cluster.run(host).expect(0);
    }
    assertThat(members().clusterId()).isNotEqualTo(lostCluster);
    assertThat(members().idsByName()).hasSize(3);
    isWhole(cluster.all());
    for (int host : cluster.all()) {
      assertThat(cluster.readFrom(host, "before")).isEqualTo("the loss");
    }
    isKeptAside(SURVIVOR, "snap/db");
  }

  private static String after(String words, List<String> recipe) {
    return recipe.stream()
        .filter(line -> line.startsWith(words))
        .map(line -> line.substring(words.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(words + " is not in " + recipe));
  }

  private static List<String> stepFour(List<String> recipe) {
    int four = index("4. on ONE host", recipe);
    return recipe.subList(four + 1, index("5. run etcd-bootstrap", recipe));
  }

  private static int index(String words, List<String> recipe) {
    return recipe.indexOf(
        recipe.stream().filter(l -> l.startsWith(words)).findFirst().orElseThrow());
  }

  /** Nothing else of it is the owner's to fill in. */
  private static String filledIn(List<String> lines, String file) {
    String url = "https://" + TestHosts.name(SURVIVOR) + ".edge.huatai.me:2380";
    return String.join("\n", lines)
        .replace("FILE", file)
        .replace("NAME", TestHosts.name(SURVIVOR))
        .replace("URL", url);
  }
}
