package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Three bare hosts, in any order or all at once, become one cluster; a second run changes nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormationHostsTest {
  private static final String SERVICE = "etcd.edge.huatai.me";
  private static final Pattern CPU = Pattern.compile("^(?:user|sys) ([0-9.]+)$", Pattern.MULTILINE);

  private TestCluster cluster;

  @BeforeAll
  void up() {
    cluster = TestCluster.ofBareHosts(FormationHostsTest.class, 3, "--manage-hosts");
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
  void oneAfterTheOther() {
    formsOneAfterTheOther(1, 2, 3);
  }

  @Test
  void inReverseOrder() {
    formsOneAfterTheOther(3, 2, 1);
  }

  @Test
  void allAtOnce() {
    List<Result> results = cluster.runAtOnce(1, 2, 3);

    for (int host : cluster.all()) {
      Result result = results.get(host - 1).expect(0);
      assertThat(result.out()).endsWith(isHealthyMember(host));
      System.out.printf("all at once: %s healthy in %.1f s%n", name(host), result.seconds());
    }
    isOneClusterThatWorks();
    secondRunChangesNothing(1, 2, 3);
  }

  private void formsOneAfterTheOther(int first, int second, int third) {
    Result alone = cluster.run(first).expect(0);
    assertThat(alone.out()).endsWith(nextIs(second, third));

    Result quorum = cluster.run(second).expect(0);
    assertThat(quorum.out()).endsWith(isHealthyMember(second));

    Result whole = cluster.run(third).expect(0);
    assertThat(whole.out()).endsWith(isHealthyMember(third));
    System.out.printf(
        "in the order %d %d %d: %.1f s, %.1f s, %.1f s%n",
        first, second, third, alone.seconds(), quorum.seconds(), whole.seconds());

    isOneClusterThatWorks();
    secondRunChangesNothing(first, second, third);
  }

  private static String nextIs(int second, int third) {
    return "1 of 3 up; run etcd-bootstrap on the next: %s, %s\n"
        .formatted(name(Math.min(second, third)), name(Math.max(second, third)));
  }

  private static String isHealthyMember(int host) {
    return name(host) + " is a healthy member of x-k3s\n";
  }

  private void isOneClusterThatWorks() {
    Members fromFirst = new Members(cluster.status(1));
    assertThat(fromFirst.idsByName()).containsOnlyKeys(name(1), name(2), name(3));
    for (int host : cluster.all()) {
      Members members = new Members(cluster.status(host));
      assertThat(members.healthyVoters("3.5.2")).isEqualTo(3);
      assertThat(members.clusterId()).isEqualTo(fromFirst.clusterId());
      assertThat(members.idsByName()).isEqualTo(fromFirst.idsByName());
    }
    carriesDataToEveryMember();
    saysItIsHealthy();
  }

  private void carriesDataToEveryMember() {
    cluster.etcdctl(1, "put greeting hello").expect(0);
    for (int host : cluster.all()) {
      assertThat(cluster.etcdctl(host, "get greeting").out()).isEqualTo("greeting\nhello\n");
      assertThat(cluster.readFrom(host, "greeting")).isEqualTo("hello");
    }
  }

  private void saysItIsHealthy() {
    for (int host : cluster.all()) {
      String address = TestHosts.address(host);
      assertThat(cluster.healthOf("https://" + address + ":2379")).contains("\"health\":\"true\"");
      String resolve = SERVICE + ":2379:" + address;
      assertThat(cluster.healthOf("https://" + SERVICE + ":2379", "--resolve", resolve))
          .contains("\"health\":\"true\"");
    }
  }

  private void secondRunChangesNothing(int... order) {
    for (int host : order) {
      String pid = cluster.etcdPid(host);
      DiskSnapshot before = cluster.diskWithoutData(host);

      Result again = cluster.timedRun(host).expect(0);

      assertThat(again.out()).startsWith("nothing to change").contains(name(host));
      assertThat(cluster.diskWithoutData(host).changesSince(before)).isEmpty();
      assertThat(cluster.etcdPid(host)).isNotEmpty().isEqualTo(pid);
      System.out.printf(
          "second run on %s: %.2f s, %.2f s of CPU%n",
          name(host), again.seconds(), cpuSeconds(again.err()));
    }
  }

  private static double cpuSeconds(String err) {
    double sum = 0;
    for (Matcher matcher = CPU.matcher(err); matcher.find(); ) {
      sum += Double.parseDouble(matcher.group(1));
    }
    return sum;
  }

  private static String name(int host) {
    return TestHosts.name(host);
  }
}
