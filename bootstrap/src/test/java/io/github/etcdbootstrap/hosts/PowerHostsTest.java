package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** After a power cut and boot every host comes back by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerHostsTest {
  private TestCluster cluster;

  @BeforeAll
  void formed() {
    cluster = TestCluster.ofBareHosts(PowerHostsTest.class, 3, "--manage-hosts");
    cluster.form();
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void allHostsComeBack() {
    cluster.etcdctl(1, "put before cut").expect(0);

    cluster.hosts.powerCut(1, 2, 3);
    cluster.hosts.boot(1, 2, 3);

    Duration took = cluster.awaitHealthy(1, 2, 3);
    System.out.printf("after a power cut of all: healthy in %d ms%n", took.toMillis());
    for (int host : cluster.all()) {
      assertThat(cluster.readFrom(host, "before")).isEqualTo("cut");
      cluster.run(host, "verify").expect(0);
    }
  }

  @Test
  void oneHostComesBack() {
    cluster.awaitHealthy(1, 2, 3);
    cluster.hosts.powerCut(2);
    cluster.awaitHealthy(1, 3);
    cluster.etcdctl(1, "put meanwhile written").expect(0);

    cluster.hosts.boot(2);

    Duration took = cluster.awaitHealthy(1, 2, 3);
    System.out.printf("after a power cut of one: healthy in %d ms%n", took.toMillis());
    assertThat(cluster.readFrom(2, "meanwhile")).isEqualTo("written");
    assertThat(cluster.run(2).expect(0).out()).startsWith("nothing to change");
  }
}
