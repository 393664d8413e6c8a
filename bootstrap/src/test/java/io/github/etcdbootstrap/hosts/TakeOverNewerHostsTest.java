package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A cluster that was made by hand with a newer etcd than cluster.yml wants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TakeOverNewerHostsTest {
  private static final String OLD = "3.5.2";
  private static final String NEW = "3.5.35";
  private static final int REFUSED = 4;

  private TestCluster cluster;

  @BeforeAll
  void madeByHand() {
    cluster = TestCluster.ofBareHosts(TakeOverNewerHostsTest.class, 3);
    cluster.seed.want(NEW);
    cluster.makeByHand("/usr/bin", "supervised");
    cluster.etcdctl(1, "put made by-hand").expect(0);
    cluster.seed.want(OLD);
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void isRefusedWithTheReason() {
    DiskSnapshot disk = cluster.diskWithoutData(1);

    Result run = cluster.run(1).expect(REFUSED);

    assertThat(run.err())
        .contains("was written by etcd " + NEW + ", but cluster.yml wants " + OLD)
        .contains("the etcd that runs here says so", "set `version: \"" + NEW + "\"`");
    assertThat(cluster.diskWithoutData(1).changesSince(disk)).isEmpty();
    cluster.awaitHealthy(cluster.all());
  }

  /** Then nothing but its log tells. */
  @Test
  @Order(2)
  void isRefusedWhileItIsDown() {
    cluster.hosts.exec(1, "rc-service", "etcd", "stop").expect(0);
    DiskSnapshot disk = cluster.disk(1);

    Result run = cluster.run(1).expect(REFUSED);

    assertThat(run.err()).contains("was written by etcd " + NEW, "/var/log/etcd/etcd.log says so");
    assertThat(cluster.disk(1).changesSince(disk)).isEmpty();
    cluster.hosts.exec(1, "rc-service", "etcd", "start").expect(0);
    cluster.awaitHealthy(cluster.all());
  }

  @Test
  @Order(3)
  void isTakenOverOnceItsOwnVersionIsWanted() {
    Map<String, String> ids = ListedMember.idsByName(cluster, 1);
    cluster.seed.want(NEW);

    for (int host : cluster.all()) {
      cluster.run(host).expect(0);
      cluster.run(host, "verify").expect(0);
    }

    assertThat(new Members(cluster.status(1)).healthyVoters(NEW)).isEqualTo(3);
    assertThat(ListedMember.idsByName(cluster, 1)).isEqualTo(ids);
    assertThat(cluster.readFrom(1, "made")).isEqualTo("by-hand");
  }
}
