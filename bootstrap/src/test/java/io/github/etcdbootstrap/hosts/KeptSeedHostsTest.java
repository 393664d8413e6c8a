package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The stick is gone: the copy that a good run kept on the card serves, and says so each time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptSeedHostsTest {
  private static final int HOST = 1;
  private static final int REFUSED = 4;
  private static final String COPY = "/var/lib/etcd-bootstrap/seed";
  private static final String STANDS_IN =
      "warning: no seed found \\(a folder with cluster.yml\\); looked at .*; the copy kept on this"
          + " card, "
          + COPY
          + ", is used instead: .*\n";

  private TestCluster cluster;

  @BeforeAll
  void formed() {
    cluster = TestCluster.ofBareHosts(KeptSeedHostsTest.class, 3, "--manage-hosts");
    cluster.form();
    cluster.awaitHealthy(1, 2, 3);
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void stickGone() {
    cluster.hosts.unplug(HOST);
  }

  @AfterEach
  void stickBack() {
    cluster.hosts.plug(HOST, cluster.seed.stick());
    cluster.run(HOST).expect(0);
    cluster.awaitHealthy(1, 2, 3);
    Result again = cluster.run(HOST).expect(0);
    assertThat(again.out()).startsWith("nothing to change");
    assertThat(again.err()).isEmpty();
  }

  @Test
  void isReadableByRootAlone() {
    String list = "cd " + COPY + "; stat -c '%a %u:%g %F' . *; ls -A";
    String listed = cluster.hosts.shell(HOST, list).expect(0).out();

    assertThat(listed)
        .startsWith("700 0:0 directory\n")
        .contains("\nbirth.yml\n", "\nclient-key.pem\n", "\ncluster.yml\n")
        .doesNotContain("x-k3s-m-2", "etcd-v3");
    assertThat(listed.lines().skip(1).filter(line -> line.contains(" ")))
        .hasSizeGreaterThan(8)
        .containsOnly("600 0:0 regular file");
  }

  @Test
  void servesWhoeverLooks() {
    DiskSnapshot disk = cluster.diskWithoutData(HOST);

    Result apply = cluster.run(HOST).expect(0);
    assertThat(apply.out())
        .isEqualTo(
            "nothing to change: x-k3s-m-1 is a healthy member of x-k3s (2 warnings: `plan` shows"
                + " them)\n");
    assertThat(apply.err()).matches(STANDS_IN);
    Result plan = cluster.run(HOST, "plan", "--json").expect(0);
    assertThat(plan.out()).contains("\"changes\": []");
    assertThat(plan.err())
        .containsPattern("^" + STANDS_IN)
        .contains("warning: etcd 3.5.2 can cost");
    Result status = cluster.run(HOST, "status").expect(0);
    assertThat(status.out()).contains("| x-k3s-m-1 |", "| x-k3s-m-2 |", "| x-k3s-m-3 |");
    assertThat(status.err()).matches(STANDS_IN);
    Result verify = cluster.run(HOST, "verify", "--seed", "/media/usb").expect(0);
    assertThat(verify.out()).contains("x-k3s-m-1 is a healthy member of x-k3s\n");
    assertThat(verify.err())
        .startsWith("warning: --seed /media/usb: there is no ")
        .contains("; the copy kept on this card, " + COPY)
        .hasLineCount(3);

    assertThat(cluster.diskWithoutData(HOST).changesSince(disk)).isEmpty();
  }

  @Test
  void servesRepairs() {
    String damage =
        "echo name: x >/etc/etcd/conf.yml; : >/etc/etcd/client.pem; rm -f /etc/etcd/ca.pem"
            + " /etc/init.d/etcd";
    cluster.hosts.shell(HOST, damage).expect(0);

    Result mended = cluster.run(HOST).expect(0);

    assertThat(mended.err()).containsPattern(STANDS_IN);
    assertThat(mended.out())
        .contains("replace /etc/etcd/conf.yml", "write /etc/etcd/ca.pem")
        .contains("replace /etc/etcd/client.pem", "write /etc/init.d/etcd")
        .doesNotContain(COPY);
    assertThat(cluster.etcdctl(HOST, "member list").expect(0).out()).hasLineCount(3);
    String log = runLog();
    assertThat(log).contains("Z warning: no seed found", "Z replace /etc/etcd/conf.yml");
    assertThat(cluster.run(HOST).expect(0).out()).startsWith("nothing to change");
    assertThat(runLog()).isEqualTo(log);
  }

  private String runLog() {
    return cluster.hosts.shell(HOST, "cat /var/log/etcd-bootstrap.log").expect(0).out();
  }

  /** What would begin or change a membership waits for the seed. */
  @Test
  void startsNothingThatHasLostItsData() {
    String lost = "rc-service etcd stop; mv /var/lib/etcd/member /root/lost";
    cluster.hosts.shell(HOST, lost).expect(0);
    DiskSnapshot disk = cluster.disk(HOST);

    Result refused = cluster.run(HOST).expect(REFUSED);

    assertThat(refused.err())
        .containsPattern("^" + STANDS_IN)
        .contains("refused: there is no data in /var/lib/etcd, and the copy of the seed")
        .contains("\n  seen: no seed found")
        .endsWith(
            "  do: the seed is needed for this: plug in the stick, or mount it, then run again\n");
    assertThat(cluster.disk(HOST).changesSince(disk)).isEmpty();
    assertThat(cluster.signsOfEtcd(HOST)).isEmpty();
    assertThat(runLog()).contains("Z refused: there is no data in /var/lib/etcd");
    cluster.hosts.shell(HOST, "mv /root/lost /var/lib/etcd/member").expect(0);
  }
}
