package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Host.Mount;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LabHostTest {
  private static final MemberName NAME = new MemberName("lab-1");
  private static final IpAddress ADDRESS = new IpAddress("127.23.79.1");

  /** A guard that lets everything start; what it becomes is a program of the release's folder. */
  private static final String OPEN_GUARD =
      """
      #!/bin/sh
      [ "$1" = --check ] || exec "$ETCD_PROGRAM" 1000
      """;

  @TempDir private Path folder;
  private LabHost host;

  @BeforeEach
  void makeHost() throws IOException {
    host = lab();
    host.boot();
    Path release = Files.createDirectories(real(Layout.RELEASES).resolve("v3.5.2"));
    Files.copy(Path.of("/bin/sleep").toRealPath(), release.resolve("etcd"));
    host.link(Layout.CURRENT, "v3.5.2");
    host.write(new NodeFile(Layout.INIT_SCRIPT, Content.of("#"), Ownership.root(0755)));
    guard(OPEN_GUARD);
  }

  @AfterEach
  void end() {
    host.shutDown();
  }

  private LabHost lab() {
    return LabHost.in(folder.resolve("lab-1"), NAME, ADDRESS, folder.resolve("seed"));
  }

  private Path real(HostPath path) {
    return Path.of(host.place(path));
  }

  private void guard(String script) {
    host.write(new NodeFile(Layout.RUNNER, Content.of(script), Ownership.root(0755)));
  }

  private long pid() {
    List<Long> pids = host.service("etcd").pids();
    assertThat(pids).hasSize(1);
    return pids.get(0);
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).isPresent() && new Processes(Path.of("/proc")).of(pid).isPresent();
  }

  @Test
  void oneUserStandsForRootAndForEtcd() {
    HostPath file = HostPath.of("/etc/etcd/key.pem");
    Ownership secret = new Ownership("root", "etcd", 0640);
    host.write(new NodeFile(file, Content.of("x"), secret));

    Ownership seen = host.look(file).ownership().orElseThrow();
    assertThat(seen.mode()).isEqualTo(0640);
    assertThat(host.strays(HostPath.of("/etc"), "etcd", "etcd")).isEmpty();
    assertThat(host.accounts().users().get("root").uid())
        .isEqualTo(host.accounts().users().get("etcd").uid());
    assertThat(host.identity().addresses()).extracting(a -> a.address()).containsExactly(ADDRESS);
  }

  @Test
  void theSeedLiesOnADiskOfItsOwn() throws IOException {
    Path seed = Files.createDirectory(folder.resolve("seed"));

    Mount shared = host.mount(HostPath.of(seed.toString()));
    Mount own = host.mount(HostPath.of("/var/lib/etcd"));

    assertThat(shared.disks()).doesNotContainAnyElementsOf(own.disks());
    assertThat(shared.writable()).isTrue();
    assertThat(own.serial()).isEqualTo("unknown");
    assertThat(own.point()).isEqualTo(HostPath.of("/"));
  }

  @Test
  void startsAndStopsAChild() throws IOException {
    assertThat(host.service("etcd").status()).isEqualTo(Status.STOPPED);
    host.enable("etcd");
    host.start("etcd");

    long pid = pid();
    assertThat(host.service("etcd").status()).isEqualTo(Status.STARTED);
    assertThat(host.service("etcd").runlevels()).containsExactly("default");
    assertThat(Files.readString(Path.of(host.pidFile()))).isEqualTo(pid + "\n");

    host.stop("etcd");

    assertThat(runs(pid)).isFalse();
    assertThat(host.service("etcd").status()).isEqualTo(Status.STOPPED);
    assertThat(Path.of(host.pidFile())).doesNotExist();
  }

  /** As under qemu: /proc shows the emulator in the place of what it runs. */
  @Test
  @Timeout(60)
  void anEtcdThatIsEmulatedIsKnownByItsConfiguration() throws IOException {
    Path emulator = Files.createDirectory(folder.resolve("emulator")).resolve("etcd");
    Files.copy(Path.of("/bin/sh").toRealPath(), emulator);
    guard(
        """
        #!/bin/sh
        [ "$1" = --check ] || exec %s -c 'while :; do sleep 1; done' etcd --config-file="$4"
        """
            .formatted(emulator));
    host.start("etcd");
    long pid = Long.parseLong(Files.readString(Path.of(host.pidFile())).strip());
    while (!new Processes(Path.of("/proc")).executableOf(pid).endsWith("/emulator/etcd")) {
      Thread.onSpinWait();
    }

    assertThat(pid()).isEqualTo(pid);
    assertThat(host.service("etcd").status()).isEqualTo(Status.STARTED);
    host.stop("etcd");
    assertThat(runs(pid)).isFalse();
  }

  @Test
  void startsNothingOnceItIsShutDown() {
    host.start("etcd");
    long pid = pid();
    host.shutDown();

    assertThat(runs(pid)).isFalse();
    assertThatThrownBy(() -> host.start("etcd"))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("ending");
  }

  /** The same script as on a Pi, with other paths. */
  @Test
  void theGuardRefusesAnEmptyMemberWithoutAPermit() throws IOException {
    try (InputStream script = getClass().getResourceAsStream("/openrc/etcd-run")) {
      guard(Content.of(script.readAllBytes()).text());
    }
    host.folder(Layout.MARKS, new Ownership("etcd", "etcd", 0750));
    host.folder(HostPath.of("/var/lib/etcd"), new Ownership("etcd", "etcd", 0700));

    assertThatThrownBy(() -> host.start("etcd"))
        .hasMessageContaining("no write-ahead log")
        .hasMessageContaining(host.place(Layout.FIRST));
    assertThat(host.service("etcd").pids()).isEmpty();
  }

  @Test
  void aBootEndsWhatAKilledLabLeft() throws Exception {
    host.start("etcd");
    long pid = pid();
    awaitProgram(pid);
    Files.delete(Path.of(host.pidFile()));
    Files.writeString(real(HostPath.of("/run/permit")), "of an earlier boot");

    LabHost next = lab();
    next.boot();

    assertThat(runs(pid)).isFalse();
    assertThat(real(HostPath.of("/run/permit"))).doesNotExist();
  }

  /** Until then it is the script, which a look at all processes may find as neither. */
  private static void awaitProgram(long pid) throws InterruptedException {
    Processes all = new Processes(Path.of("/proc"));
    while (all.of(pid).filter(process -> process.program().equals("etcd")).isEmpty()) {
      assertThat(runs(pid)).isTrue();
      Thread.sleep(5);
    }
  }

  /** A number in an old file may by now be anybody's. */
  @Test
  void aBootLeavesOtherProcessesAlone() throws Exception {
    Process other = new ProcessBuilder("sleep", "1000").start();
    try {
      Files.writeString(Path.of(host.pidFile()), other.pid() + "\n");
      host.boot();

      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }
}
