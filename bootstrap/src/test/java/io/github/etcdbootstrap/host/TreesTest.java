package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
  @TempDir Path top;
  TestRoot host;
  Trees trees;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    trees = new Trees(host.root, host.accounts, host.owners);
    host.put("data/member/wal/0.wal", "x");
    host.put("data/member/snap/db", "x");
  }

  @Test
  void whatIsNotTheirsIsGivenWithItsModeAndNoLinkIsFollowed() throws Exception {
    assumeThat(TestRoot.runAsRoot(top)).as("only root may give files away").isTrue();
    Path outside = host.put("elsewhere/file", "x");
    Files.createSymbolicLink(host.real("data/member/link"), outside);
    Files.setAttribute(host.real("data/member/snap/db"), "unix:mode", 0600);

    assertThat(trees.strays(path("/data/member"), "etcd", "etcd")).hasSize(6);
    trees.give(path("/data/member"), "etcd", "etcd");

    assertThat(trees.strays(path("/data/member"), "etcd", "etcd")).isEmpty();
    Stat db = Stat.of(host.real("data/member/snap/db")).orElseThrow();
    assertThat(db.permissions()).isEqualTo(0600);
    assertThat(db.uid()).isEqualTo(4242);
    assertThat(Files.getAttribute(outside, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(0);
    assertThat(Stat.of(host.real("data")).orElseThrow().uid()).isZero();
  }

  @Test
  void aGroupThatIsWrongAloneCountsToo() throws Exception {
    assumeThat(TestRoot.runAsRoot(top)).as("only root may give files away").isTrue();
    trees.give(path("/data/member"), "etcd", "etcd");
    Files.setAttribute(host.real("data/member/wal/0.wal"), "unix:gid", 0);
    assertThat(trees.strays(path("/data/member"), "etcd", "etcd"))
        .containsExactly(path("/data/member/wal/0.wal"));
  }

  @Test
  void nothingThereIsNothingStray() {
    assertThat(trees.strays(path("/no/such"), "etcd", "etcd")).isEmpty();
    trees.give(path("/no/such"), "etcd", "etcd");
  }
}
