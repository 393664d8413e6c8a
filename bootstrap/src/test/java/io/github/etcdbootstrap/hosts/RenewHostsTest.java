package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A cluster whose certificates this program made gets new ones while it is written to: no restart,
 * no lost write, also where a run is cut on the way.
 */
class RenewHostsTest {
  private static final int KILLED = 137;
  private static final int NOT_AS_IT_SHOULD_BE = 1;
  private static final int PENDING = 3;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final List<String> said = new ArrayList<>();

  @Test
  void certificatesAreRenewedUnderWriteLoad() throws IOException {
    Path authority = Folder.temporary("authority");
    try (TestCluster cluster = TestCluster.ofBareHosts(RenewHostsTest.class, 3, "--manage-hosts")) {
      makeCertificates(cluster, authority);
      cluster.form();
      cluster.run(1, "certs", "check").expect(0);
      Map<Integer, String> pids = cluster.etcdPids();
      try (WriteLoad load = WriteLoad.begin(cluster)) {
        renew(cluster, authority, "--validity", "40d");
        for (int host : cluster.all()) {
          takesThemOver(cluster, host, load);
        }
        cluster.run(1, "certs", "check", "--within", "41d").expect(NOT_AS_IT_SHOULD_BE);
        assertThat(cluster.run(2).expect(0).err()).contains("x-k3s-m-2.pem: ends on ");

        renew(cluster, authority, "--new-keys");
        said.add(cluster.run(1, "plan", "--json").expect(PENDING).out());
        cutAt(cluster, 1);
        cutAt(cluster, 2);
        cutWithinAPair(cluster, 3, load);
        pids.remove(3);
        for (int host : cluster.all()) {
          takesThemOver(cluster, host, load);
          cluster.run(host, "certs", "check", "--within", "3000d").expect(0);
        }
        System.out.println("renewed twice: " + load.endAndFindAll());
      }
      Map<Integer, String> now = cluster.etcdPids();
      now.remove(3);
      assertThat(now).as("nothing was restarted").isEqualTo(pids);
      for (int host : cluster.all()) {
        assertThat(cluster.run(host, "verify").expect(0).out())
            .contains("certificates: those on this host are served at https://");
        said.add(
            cluster
                .hosts
                .shell(host, "cat /var/log/etcd-bootstrap.log /var/log/etcd/*.log")
                .expect(0)
                .out());
        said.add(cluster.run(host, "plan", "--json").expect(0).out());
      }
      assertNoKeyWasSaid(cluster.seed.folder(), authority);
    } finally {
      Folder.remove(authority);
    }
  }

  /** In the place of those that cfssl made. */
  private void makeCertificates(TestCluster cluster, Path authority) throws IOException {
    for (Path file : Folder.list(cluster.seed.folder())) {
      if (file.getFileName().toString().endsWith(".pem")) {
        Files.delete(file);
      }
    }
    jar("seed", "init", "--dir", cluster.seed.folder().toString(), "--ca-dir", "" + authority);
  }

  private void renew(TestCluster cluster, Path authority, String... options) {
    List<String> command = new ArrayList<>(List.of("certs", "renew"));
    command.addAll(List.of("--seed", cluster.seed.folder().toString(), "--ca-dir", "" + authority));
    command.addAll(List.of(options));
    jar(command.toArray(String[]::new));
  }

  private void jar(String... arguments) {
    List<String> command = new ArrayList<>(List.of("java", "-jar", "target/etcd-bootstrap.jar"));
    command.addAll(List.of(arguments));
    Result result = LocalCommand.run(Map.of(), LIMIT, command).expect(0);
    said.add(result.out() + result.err());
  }

  /** Another one at each host: before the first pair, before the second. */
  private void cutAt(TestCluster cluster, int host) {
    Result run = cluster.runHaltingBefore(host, Integer.toString(host)).expect(KILLED);
    said.add(run.out() + run.err());
  }

  /** The power is cut between the new key and its certificate: etcd comes up without a run. */
  private void cutWithinAPair(TestCluster cluster, int host, WriteLoad load) {
    String name = TestHosts.name(host);
    String cut =
        """
        set -e
        cd /etc/etcd
        cp -p %1$s.pem .%1$s.pem-next
        cat /media/usb/%1$s.pem >.%1$s.pem-next
        cat /media/usb/%1$s-key.pem >%1$s-key.pem
        sync
        """;
    cluster.hosts.shell(host, cut.formatted(name)).expect(0);
    cluster.hosts.powerCut(host);
    load.awaitMore();
    cluster.hosts.boot(host);
    cluster.awaitHealthy(host);
    assertServed(cluster, host, 2380, name + ".pem");
    assertThat(cluster.hosts.shell(host, "cat /var/log/etcd/service.log").expect(0).out())
        .contains("etcd-run: put /etc/etcd/" + name + ".pem and its key in place: ");
  }

  private void takesThemOver(TestCluster cluster, int host, WriteLoad load) {
    Result run = cluster.run(host).expect(0);
    said.add(run.out() + run.err());
    assertThat(run.out()).contains("replace /etc/etcd/").doesNotContain("restart");
    assertServed(cluster, host, 2379, TestHosts.name(host) + "-server.pem");
    assertServed(cluster, host, 2380, TestHosts.name(host) + ".pem");
    load.awaitMore();
    System.out.printf("%s took them over in %.1f s%n", TestHosts.name(host), run.seconds());
  }

  private void assertServed(TestCluster cluster, int host, int port, String file) {
    String seed = cluster.seed.folder().toString();
    String shown =
        "openssl s_client -connect %s:%d -cert %s/client.pem -key %s/client-key.pem </dev/null"
            .formatted(TestHosts.address(host), port, seed, seed);
    String serial = " 2>/dev/null | openssl x509 -noout -serial";
    Result served = cluster.hosts.fromOutside("sh", "-c", shown + serial).expect(0);
    Result made =
        cluster.hosts.fromOutside("openssl", "x509", "-noout", "-serial", "-in", seed + "/" + file);
    assertThat(served.out()).startsWith("serial=").isEqualTo(made.expect(0).out());
  }

  private void assertNoKeyWasSaid(Path... folders) throws IOException {
    for (Path folder : folders) {
      for (Path file : Folder.list(folder)) {
        if (file.getFileName().toString().endsWith("-key.pem")) {
          Stream<String> lines = Files.readString(file).lines();
          lines
              .filter(line -> !line.startsWith("-----"))
              .forEach(line -> assertThat(said).noneMatch(text -> text.contains(line)));
        }
      }
    }
    assertThat(said).noneMatch(text -> text.contains("PRIVATE KEY"));
  }
}
