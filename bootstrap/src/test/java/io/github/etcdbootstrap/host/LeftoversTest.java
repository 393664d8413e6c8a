package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path top;
  TestRoot host;
  Leftovers leftovers;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    leftovers = new Leftovers(host.root);
  }

  @Test
  void knowsItsOwnByTheirNamesAndNobodyElses() {
    host.put("usr/local/lib/etcd/.staging-0a1b2c3d/etcd", "half");
    host.put("usr/local/lib/etcd/v3.5.2/etcd", "whole");
    host.put("etc/etcd/.key.pem.etcd-bootstrap-0a1b2c3d", "half");
    host.put("etc/etcd/.key.pem.etcd-bootstrap-0a1b2c3d.part", "half of etcdctl's");
    host.put("etc/etcd/.key.pem.etcd-bootstrap-0a1b2c3d.mine", "the owner's");
    host.put("etc/etcd/.key.pem.etcd-bootstrap-mine", "the owner's");
    host.put("etc/etcd/.staging-0a1b2c3d/x", "the owner's");

    assertThat(leftovers.in(path("/usr/local/lib/etcd")))
        .containsExactly(path("/usr/local/lib/etcd/.staging-0a1b2c3d"));
    assertThat(leftovers.in(path("/etc/etcd")))
        .containsExactly(
            path("/etc/etcd/.key.pem.etcd-bootstrap-0a1b2c3d"),
            path("/etc/etcd/.key.pem.etcd-bootstrap-0a1b2c3d.part"));
    assertThat(leftovers.in(path("/no/such"))).isEmpty();
  }

  @Test
  void removesThemWholeAndNothingElse() {
    host.put("usr/local/lib/etcd/.staging-0a1b2c3d/etcd", "half");
    host.put("usr/local/lib/etcd/v3.5.2/etcd", "whole");

    leftovers.remove(path("/usr/local/lib/etcd/.staging-0a1b2c3d"));
    leftovers.remove(path("/usr/local/lib/etcd/.staging-0a1b2c3d"));

    assertThat(host.names("/usr/local/lib/etcd")).containsExactly("v3.5.2");
    assertThatThrownBy(() -> leftovers.remove(path("/usr/local/lib/etcd/v3.5.2")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(host.names("/usr/local/lib/etcd")).containsExactly("v3.5.2");
  }

  /** A copy's own name has a time, so no later copy clears it away. */
  @Test
  void whatACutCopyOfWhatGivesWayLeavesIsFound() {
    String kept = "/var/lib/etcd-bootstrap/replaced/etc/init.d";
    host.put(kept.substring(1) + "/.etcd.20261123T100000Z.etcd-bootstrap-0a1b2c3d", "half");

    assertThat(leftovers.in(path(kept))).hasSize(1);
  }

  /** The names are those that the writers give: a change of theirs must not leave these behind. */
  @Test
  void whatStagingLeavesIsFound() {
    StagingFolder staging =
        StagingFolder.open(path("/usr/local/lib/etcd/v3.5.2"), host.root, host.folders);

    assertThat(leftovers.in(path("/usr/local/lib/etcd"))).hasSize(1);
    staging.close();
    assertThat(leftovers.in(path("/usr/local/lib/etcd"))).isEmpty();
  }
}
