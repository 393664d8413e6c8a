package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Under an alarm the members stay as they are: it is reported with what leads out. */
class LossUnderAlarmHostsTest extends Refused {
  private static final int QUOTA = 20_000_000;

  @BeforeAll
  void smallQuota() {
    cluster.seed.tune("quota-backend-bytes", QUOTA);
  }

  @Test
  void corrupt() {
    String url = "https://" + TestHosts.address(2) + ":2379/v3/maintenance/alarm";
    String alarm = "{\"action\": \"ACTIVATE\", \"memberID\": \"0\", \"alarm\": \"CORRUPT\"}";
    String files = cluster.seed.folder().toString();
    cluster
        .hosts
        .fromOutside(
            "curl",
            "--silent",
            "--fail",
            "--cacert",
            files + "/ca.pem",
            "--cert",
            files + "/client.pem",
            "--key",
            files + "/client-key.pem",
            "-d",
            alarm,
            url)
        .expect(0);
    loseData();
    isRefused(List.of("CORRUPT", "etcdctl alarm disarm"));
    cluster.etcdctl(2, "alarm disarm").expect(0);
    findData();
  }

  /** For real: what is written no longer fits into the quota. */
  @Test
  void noSpace() {
    String fill =
        ". /etc/profile; i=0; while [ $i -lt 40 ]; do head -c 1000000 /dev/zero | tr '\\0' x"
            + " | PATIENT etcdctl put big/$i || exit 0; i=$((i + 1)); done; exit 1";
    cluster.hosts.shell(2, fill.replace("PATIENT", TestCluster.PATIENT)).expect(0);
    assertThat(cluster.etcdctl(2, "alarm list").out()).contains("NOSPACE");
    loseData();
    isRefused(
        List.of(
            "NOSPACE",
            "etcdctl compact",
            "--endpoints=https://192.168.7.12:2379 defrag",
            "etcdctl alarm disarm"));
    free();
    findData();
  }

  private void free() {
    cluster.etcdctl(2, "del --prefix big/").expect(0);
    cluster.hosts.shell(2, compactTo()).expect(0);
    for (int host : List.of(2, 3)) {
      cluster.etcdctlOfOne(host, "defrag").expect(0);
    }
    cluster.etcdctl(2, "alarm disarm").expect(0);
  }

  /** All that is older than the newest revision. */
  private static String compactTo() {
    return ". /etc/profile; etcdctl compact --physical $(etcdctl get -w fields no-such-key"
        + " | sed -n 's/^\"Revision\" : //p')";
  }
}
