package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveHostTest {
  @TempDir Path top;

  private final Host live = LiveHost.live(Reading.TRUST_NOTES, Noting.NOTHING);

  @Test
  void knowsItself() throws Exception {
    Host.Identity self = live.identity();
    assertThat(self.hostname())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    assertThat(self.root()).isEqualTo(TestRoot.runAsRoot(top));
    assertThat(self.machine()).isEqualTo(System.getProperty("os.arch"));
    assertThat(self.addresses())
        .anyMatch(a -> a.address().equals(new IpAddress("127.0.0.1")))
        .noneMatch(a -> a.address().value().contains("%"));
  }

  @Test
  void readsTheLiveMachine() {
    assertThat(live.look(path("/etc")).is(FileState.Kind.FOLDER)).isTrue();
    assertThat(live.accounts().users()).containsKey("root");
    assertThat(live.mount(path("/")).point()).isEqualTo(path("/"));
    assertThat(live.service("no-such-service").status()).isEqualTo(Host.ServiceState.Status.ABSENT);
    assertThat(live.holders(path("/no/such/folder"))).isEmpty();
  }

  @Test
  void resolvesByTheMachinesResolver() {
    assertThat(live.resolve("localhost")).contains(new IpAddress("127.0.0.1"));
    assertThat(live.resolve("no-such-name.invalid")).isEmpty();
  }

  @Test
  void drawsHex() {
    assertThat(live.draw(8)).matches("[0-9a-f]{16}").isNotEqualTo(live.draw(8));
  }

  @Test
  void whatItWritesItSees() throws Exception {
    TestRoot host = new TestRoot(top);
    String commands = FakeCommands.install(host);
    try (var staging =
        host.host(host.real("sys"), commands, Reading.IN_FULL, Noting.WRITE)
            .stage(path("/lib/v1"))) {
      staging.create("etcd").close();
      staging.commit();
    }
    Host machine = host.host(host.real("sys"), commands, Reading.IN_FULL, Noting.WRITE);
    machine.folder(path("/data"), Ownership.root(0700));
    machine.link(path("/lib/current"), "v1");
    assertThat(machine.list(path("/lib"))).containsExactly("current", "v1");
    assertThat(machine.look(path("/data")).ownership()).contains(Ownership.root(0700));
    host.put("sbin/openrc-run", "");
    assertThat(machine.identity().openRc()).isTrue();
  }
}
