package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One host gets another address: its owner writes it into cluster.yml, makes certificates for it,
 * and runs the program there, then on the others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Address {
  private static final int MOVED = 2;
  private static final String NEW = "192.168.7.22";

  private final String names;
  private final String peerUrl;
  private final Path ca = Folder.temporary("ca");
  private TestCluster cluster;

  /**
   * @param names an option of cfssl-seed
   * @param peerUrl of the host that moves, afterwards
   */
  Address(String names, String peerUrl) {
    this.names = names;
    this.peerUrl = peerUrl;
  }

  @BeforeAll
  void formed() {
    cluster = TestCluster.ofTable(getClass(), 3, names, "--ca-dir", ca.toString());
    cluster.form();
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void memberFollowsItsHost() {
    Map<String, String> before = ListedMember.idsByName(cluster, 1);
    try (WriteLoad load = WriteLoad.begin(cluster)) {
      changeTheInventory();
      changeTheInterface();

      Result moved = cluster.run(MOVED).expect(0);
      System.out.printf("%s: moved in %.1f s%n", name(), moved.seconds());
      assertThat(isHealthyAtItsNewAddress()).isTrue();
      for (int other : new int[] {1, 3}) {
        Result run = cluster.run(other).expect(0);
        System.out.printf("%s: the others in %.1f s%n", name(), run.seconds());
      }
      System.out.println(name() + ": " + load.endAndFindAll());
    }
    Agreement.isReachedIn(cluster);
    assertThat(ListedMember.idsByName(cluster, 1)).isEqualTo(before);
    cluster.awaitHealthy(1, 3);
    assertThat(ListedMember.all(cluster, 1))
        .filteredOn(member -> member.name().equals(TestHosts.name(MOVED)))
        .singleElement()
        .satisfies(member -> assertThat(member.peerUrl()).isEqualTo(peerUrl))
        .satisfies(member -> assertThat(member.clientUrl()).contains(NEW));
    nothingIsLeftToDo();
  }

  private void changeTheInventory() {
    List<String> options = new ArrayList<>(List.of("--force", "--address", MOVED + "=" + NEW));
    options.addAll(List.of(names, "--ca-dir", ca.toString()));
    cluster.seed.make(options.toArray(String[]::new));
    cluster.want(TestCluster.CURRENT);
  }

  /** The old one first: with the first address of a network the kernel takes its others away. */
  private void changeTheInterface() {
    String move = "ip addr del %s/24 dev eth0 && ip addr add %s/24 brd + dev eth0";
    cluster.hosts.shell(MOVED, move.formatted(TestHosts.address(MOVED), NEW)).expect(0);
  }

  private boolean isHealthyAtItsNewAddress() {
    return cluster.healthOf("https://" + NEW + ":2379").contains("\"health\":\"true\"");
  }

  private void nothingIsLeftToDo() {
    Map<Integer, String> pids = cluster.etcdPids();
    for (int host : cluster.all()) {
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
      cluster.run(host, "verify").expect(0);
    }
    assertThat(cluster.etcdPids()).isEqualTo(pids);
    assertThat(isHealthyAtItsNewAddress()).isTrue();
  }

  private String name() {
    return getClass().getSimpleName();
  }
}
