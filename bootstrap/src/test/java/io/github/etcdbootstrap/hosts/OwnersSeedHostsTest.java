package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The owner's real seed, made by cfssl as he makes it, with his own conf.yml.in, as it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnersSeedHostsTest {
  private static final int WRONG_INPUT = 2;

  /** Keys of his template that have no value, or are not his to set, dangerous, or too new. */
  private static final List<String> ODD_KEYS =
      List.of(
          "wal-dir",
          "cors",
          "discovery",
          "discovery-fallback",
          "initial-cluster",
          "initial-cluster-state",
          "strict-reconfig-check",
          "enable-v2",
          "enable-pprof",
          "proxy",
          "proxy-failure-wait",
          "self-signed-cert-validity",
          "log-level",
          "cipher-suites",
          "tls-min-version");

  private TestCluster cluster;

  @BeforeAll
  void up() {
    cluster = TestCluster.ofBareHosts(OwnersSeedHostsTest.class, 3, "--template");
  }

  @AfterAll
  void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void bare() {
    cluster.startFromBare();
  }

  @Test
  void worksAsItIs() {
    Stream.of(cluster.all()).forEach(cluster::teachNames);

    List<Result> results = cluster.runAtOnce(cluster.all());

    for (int host : cluster.all()) {
      Result result = results.get(host - 1).expect(0);
      assertThat(result.out()).endsWith(TestHosts.name(host) + " is a healthy member of x-k3s\n");
      ODD_KEYS.forEach(key -> warnsOf(result, key));
      hasConfYmlThatCanStartNoMember(host);
      assertThat(cluster.run(host).expect(0).out()).startsWith("nothing to change");
    }
    assertThat(new Members(cluster.status(1)).healthyVoters("3.5.2")).isEqualTo(3);
  }

  private void warnsOf(Result result, String key) {
    List<String> template = cluster.seed.text("conf.yml.in").lines().toList();
    long line = 1 + template.stream().takeWhile(l -> !l.startsWith(key + ":")).count();
    String where = "warning: /media/usb/conf.yml.in:" + line + ": `" + key + "` ";
    assertThat(result.err().lines())
        .anyMatch(l -> l.startsWith(where) && l.length() > where.length());
  }

  private void hasConfYmlThatCanStartNoMember(int host) {
    List<String> conf = cluster.hosts.exec(host, "cat", "/etc/etcd/conf.yml").lines();
    assertThat(conf).noneMatch(line -> line.startsWith("initial-cluster:"));
    assertThat(conf).anyMatch(line -> line.matches("initial-cluster-state: *['\"]?existing['\"]?"));
    assertThat(conf).contains("snapshot-count: 5000");
    assertThat(String.join("\n", conf)).doesNotContain("NODE", "DOMAIN", "INITTOKEN");
  }

  @Test
  void refusesNamesThatDoNotResolveBeforeItChangesAnything() {
    DiskSnapshot disk = DiskSnapshot.of(cluster.hosts.disk(1));
    DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());

    Result result = cluster.run(1).expect(WRONG_INPUT);

    for (int member : cluster.all()) {
      assertThat(result.err()).contains(TestHosts.name(member) + ".edge.huatai.me");
    }
    assertThat(result.err()).contains("manage-hosts");
    assertThat(DiskSnapshot.of(cluster.hosts.disk(1)).changesSince(disk)).isEmpty();
    assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
  }
}
