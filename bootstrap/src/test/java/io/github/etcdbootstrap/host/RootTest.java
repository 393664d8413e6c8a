package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootTest {
  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
  }

  @Test
  void anAbsoluteLinkIsResolvedInside() {
    host.put("data/etcd/file", "x");
    host.link("var/lib/etcd", "/data/etcd");
    assertThat(host.root.at(path("/var/lib/etcd/file"))).isEqualTo(top.resolve("data/etcd/file"));
  }

  @Test
  void noLinkLeadsOut() throws IOException {
    host.link("up", "../../../../../etc");
    host.link("dir/up", "../../..");
    host.link("out", "/etc");
    assertThat(host.root.follow(path("/up/passwd"))).isEqualTo(top.resolve("etc/passwd"));
    assertThat(host.root.follow(path("/dir/up"))).isEqualTo(top);
    assertThat(host.root.follow(path("/out"))).isEqualTo(top.resolve("etc"));
    for (String link : new String[] {"up", "dir/up", "out"}) {
      Files.delete(host.real(link));
    }
  }

  @Test
  void theLastPartIsFollowedOnlyWhenAsked() {
    host.link("usr/local/lib/etcd/current", "v3.5.2");
    assertThat(host.root.at(path("/usr/local/lib/etcd/current")))
        .isEqualTo(top.resolve("usr/local/lib/etcd/current"));
    assertThat(host.root.follow(path("/usr/local/lib/etcd/current")))
        .isEqualTo(top.resolve("usr/local/lib/etcd/v3.5.2"));
  }

  @Test
  void aCircleOfLinksIsAFailure() {
    host.link("a", "/b");
    host.link("b", "/a");
    assertThatThrownBy(() -> host.root.follow(path("/a/x")))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("circle");
  }

  @Test
  void theRootIsItself() {
    assertThat(host.root.at(path("/"))).isEqualTo(top);
    assertThat(host.root.pathOf(top)).isEqualTo(path("/"));
    assertThat(new Root(Path.of("/")).at(path("/proc/self"))).isEqualTo(Path.of("/proc/self"));
  }

  @Test
  void whatIsNotThereYetHasANearestFolder() {
    host.folder("var/lib");
    assertThat(host.root.nearest(path("/var/lib/etcd/member"))).isEqualTo(top.resolve("var/lib"));
  }
}
