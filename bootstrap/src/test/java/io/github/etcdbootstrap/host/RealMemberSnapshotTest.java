package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.etcd.RealEtcd;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots by a real etcdctl, of a real etcd. */
class RealMemberSnapshotTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir static Path temp;
  private static RealEtcd etcd;
  private static Path top;
  private static MemberSnapshot snapshot;

  @BeforeAll
  static void twoOfThree() throws Exception {
    etcd = RealEtcd.prepare(temp);
    top = Files.createDirectory(temp.resolve("host"));
    etcd.install(top);
    etcd.startTwoOfThree();
    snapshot = new MemberSnapshot(new Root(top));
  }

  @AfterAll
  static void close() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @Test
  void itIsWhatEtcdutlRestores(@TempDir Path saved) throws Exception {
    Path file = saved.resolve("one.db");

    snapshot.fetch(etcd.clientUrl(2), LONG, file);

    assertThat(names(saved)).containsExactly("one.db");
    Process restore =
        new ProcessBuilder(
                top.resolve("usr/local/lib/etcd/current/etcdutl").toString(),
                "snapshot",
                "restore",
                file.toString(),
                "--data-dir=" + saved.resolve("restored"))
            .redirectErrorStream(true)
            .start();
    String output = new String(restore.getInputStream().readAllBytes());
    assertThat(restore.waitFor()).as(output).isZero();
    assertThat(output).contains("restored snapshot");
  }

  @Test
  void aMemberThatHangsIsGivenUp(@TempDir Path saved) throws Exception {
    etcd.signal(2, "STOP");
    try {
      isGivenUp(etcd.clientUrl(2), saved);
    } finally {
      etcd.signal(2, "CONT");
    }
  }

  @Test
  void whoIsNotThereIsNotWaitedForForEver(@TempDir Path saved) throws Exception {
    isGivenUp(etcd.clientUrl(4), saved);
  }

  private static void isGivenUp(URI from, Path saved) throws IOException {
    Path file = saved.resolve("one.db");
    assertThatThrownBy(() -> snapshot.fetch(from, Duration.ofSeconds(2), file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(from + ": ")
        .hasMessageContaining("deadline")
        .hasMessageNotContainingAny("{", "Error");
    assertThat(names(saved)).isEmpty();
  }

  /** As one that is killed leaves it. */
  @Test
  void whatEtcdctlLeavesHalfIsRemoved(@TempDir Path bare) throws Exception {
    TestRoot host = new TestRoot(bare);
    host.put(
        "usr/local/lib/etcd/current/etcdctl",
        "#!/bin/sh\nfor last; do :; done\necho half >$last.part\necho cut >&2\nexit 1\n");
    Files.setPosixFilePermissions(
        host.real("usr/local/lib/etcd/current/etcdctl"),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    Path saved = Files.createDirectory(bare.resolve("saved"));

    assertThatThrownBy(
            () ->
                new MemberSnapshot(host.root)
                    .fetch(etcd.clientUrl(2), LONG, saved.resolve("one.db")))
        .isInstanceOf(IOException.class)
        .hasMessage(etcd.clientUrl(2) + ": cut");
    assertThat(names(saved)).isEmpty();
  }

  @Test
  void withoutEtcdctlThatIsSaid(@TempDir Path bare) {
    MemberSnapshot none = new MemberSnapshot(new Root(bare));
    assertThatThrownBy(() -> none.fetch(etcd.clientUrl(2), LONG, bare.resolve("one.db")))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("there is no program etcdctl in ");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
