package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
  }

  @Test
  void makesWhatIsMissingAboveAsRoots() {
    host.folders.make(path("/var/lib/etcd"), new Ownership("etcd", "etcd", 0700));
    assertThat(host.mode("/var/lib")).isEqualTo("rwxr-xr-x");
    assertThat(host.mode("/var/lib/etcd")).isEqualTo("rwx------");
    assumeTrue(TestRoot.runAsRoot(top));
    assertThat(host.looks.look(path("/var/lib/etcd")).ownership().orElseThrow().user())
        .isEqualTo("etcd");
    assertThat(host.looks.look(path("/var/lib")).ownership())
        .contains(new Ownership("root", "root", 0755));
  }

  @Test
  void setsTheModeOfOneThatIsThereAlsoBehindALink() {
    host.folder("mnt/ssd");
    host.link("data", "/mnt/ssd");
    host.folders.make(path("/data"), Ownership.root(0700));
    assertThat(host.mode("/mnt/ssd")).isEqualTo("rwx------");
  }

  @Test
  void aFileOrDanglingLinkInTheWayIsSaid() {
    host.put("a", "file");
    host.link("l", "/mnt/not-mounted");
    assertThatThrownBy(() -> host.folders.make(path("/a"), Ownership.root(0755)))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("/a is in the way");
    assertThatThrownBy(() -> host.folders.make(path("/l"), Ownership.root(0755)))
        .hasMessageContaining("/l is in the way");
    assertThat(host.real("mnt")).doesNotExist();
  }

  @Test
  void clearingATreeFollowsNoLink() throws Exception {
    host.put("keep/file", "x");
    host.put("tree/sub/file", "y");
    host.link("tree/sub/link", top.resolve("keep").toString());
    Folders.removeTree(host.real("tree"));
    assertThat(host.real("tree")).doesNotExist();
    assertThat(host.text("keep/file")).isEqualTo("x");
  }
}
