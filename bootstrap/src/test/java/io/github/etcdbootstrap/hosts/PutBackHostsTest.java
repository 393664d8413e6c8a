package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The seed has lost what it knew of a running cluster, and a host's kept copy has not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PutBackHostsTest {
  private static final int REFUSED = 4;

  private TestCluster cluster;
  private String birth;
  private Map<String, String> ids;

  @BeforeAll
  void formed() {
    cluster = TestCluster.ofBareHosts(PutBackHostsTest.class, 3, "--manage-hosts");
    cluster.form();
    cluster.awaitHealthy(cluster.all());
    birth = cluster.seed.text("birth.yml");
    ids = ListedMember.idsByName(cluster, 1);
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @AfterEach
  void wholeAgain() {
    cluster.hosts.bootThoseThatAreOff(cluster.all());
    cluster.awaitHealthy(cluster.all());
    Map<Integer, String> pids = cluster.etcdPids();

    cluster.run(1).expect(0);

    assertThat(cluster.seed.text("birth.yml")).isEqualTo(birth);
    ids.forEach(
        (name, id) ->
            assertThat(cluster.seed.file("members/%s-%s.started".formatted(name, id))).exists());
    for (int host : cluster.all()) {
      cluster.run(host).expect(0);
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
    }
    assertThat(cluster.etcdPids()).isEqualTo(pids);
  }

  @Test
  void isPutBackWhileAQuorumAnswers() {
    cluster.seed.forget();
    Result plan = cluster.run(1, "plan");
    assertThat(plan.out()).contains("birth of cluster x-k3s", "/media/usb");
    assertThat(cluster.seed.file("birth.yml")).doesNotExist();
  }

  @Test
  void isPutBackWithOneHostOff() {
    cluster.seed.forget();
    cluster.hosts.powerCut(3);

    cluster.run(1).expect(0);

    assertThat(cluster.seed.text("birth.yml")).isEqualTo(birth);
  }

  /** Maybe the owner means to start over: only he knows. */
  @Test
  void isRefusedWithoutAQuorum() {
    cluster.seed.forget();
    cluster.hosts.powerCut(2, 3);
    String pid = cluster.etcdPid(1);
    DiskSnapshot disk = cluster.diskWithoutData(1);
    DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());

    Result run = cluster.run(1).expect(REFUSED);

    assertThat(run.err())
        .contains("refused: the seed in /media/usb does not know")
        .contains("cp /var/lib/etcd-bootstrap/seed/birth.yml /media/usb/\n")
        .contains("cp /var/lib/etcd-bootstrap/seed/birth.yml /media/usb/birth-");
    assertThat(cluster.etcdPid(1)).isEqualTo(pid);
    assertThat(cluster.diskWithoutData(1).changesSince(disk)).isEmpty();
    assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
  }

  /**
   * As it is printed: whoever loses his card now is not begun anew, though nobody remembers him.
   */
  @Test
  void isPutBackByHandAsPrinted() {
    cluster.seed.forget();
    cluster.hosts.powerCut(2, 3);
    cluster.hosts.shell(1, command(cluster.run(1).expect(REFUSED))).expect(0);
    assertThat(cluster.seed.text("birth.yml")).isEqualTo(birth);
    cluster.hosts.newCard(1);

    Result run = cluster.run(1).expect(REFUSED);

    assertThat(run.err()).contains("x-k3s-m-1 has run as member " + ids.get("x-k3s-m-1"));
    assertThat(cluster.signsOfEtcd(1)).isEmpty();
    cluster.hosts.boot(2, 3);
    cluster.awaitHealthy(2, 3);
    cluster.run(1).expect(0);
  }

  /** What follows the colon of the line that says how birth.yml is put back. */
  private static String command(Result refusal) {
    String line =
        refusal.err().lines().filter(l -> l.contains("birth.yml back")).findFirst().orElseThrow();
    return line.substring(line.lastIndexOf(": ") + 2);
  }

  /** A card of its own: nothing here knows the cluster, which answers. */
  @Test
  void isNotPutBackByANewCard() {
    cluster.seed.forget();
    DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());
    String lose =
        "rc-service etcd stop; mv /var/lib/etcd-bootstrap /root/card;"
            + " mv /var/lib/etcd/member /root/member";
    cluster.hosts.shell(2, lose).expect(0);

    Result run = cluster.run(2).expect(REFUSED);

    assertThat(run.err()).contains("birth.yml", "x-k3s-m-1");
    assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
    String find =
        "rm -rf /var/lib/etcd-bootstrap; mv /root/card /var/lib/etcd-bootstrap;"
            + " mv /root/member /var/lib/etcd/member; rc-service etcd start";
    cluster.hosts.shell(2, find).expect(0);
  }
}
