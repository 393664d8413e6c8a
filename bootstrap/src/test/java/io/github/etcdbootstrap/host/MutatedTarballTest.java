package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.etcd.Tarballs;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chance finds what nobody thought of: but the same every time. */
class MutatedTarballTest {
  private static final byte[] GOOD = Tarballs.good();
  private static final int CASES = 1000;

  private final Random random = new Random(20_240_501);
  @TempDir Path top;
  @TempDir Path sources;
  private WatchedInstall host;
  private Path tarball;
  private Release release;

  @BeforeEach
  void start() {
    host = new WatchedInstall(top);
    tarball = sources.resolve("a.tar.gz");
    release = Tarballs.release(GOOD, tarball.toUri());
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void everyChangeAndTruncationIsRefused() throws Exception {
    for (int i = 0; i < CASES; i++) {
      assertRefused(mutated(GOOD));
    }
    host.assertNothingSeen(CASES);
  }

  /** With sums of gzip's that are right, so that the tar reader sees them. */
  @Test
  void insideTheGzipToo() throws Exception {
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(GOOD)).readAllBytes();
    for (int i = 0; i < CASES / 4; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(mutated(tar));
      }
      assertRefused(bytes.toByteArray());
    }
    host.assertNothingSeen(CASES / 4);
  }

  /** So that the watch is known to see what it watches for. */
  @Test
  void theGoodOneIsInstalledAndSeen() throws Exception {
    Files.write(tarball, GOOD);

    host.install(release);

    assertThat(host.found())
        .containsEntry("v3.5.2/etcd", "rwxr-xr-x")
        .containsEntry("v3.5.2/etcdctl", "rwxr-xr-x")
        .hasSize(5);
    assertThatThrownBy(() -> host.assertNothingSeen(0))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a commit");
  }

  private byte[] mutated(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    if (random.nextBoolean()) {
      return Arrays.copyOf(bytes, at);
    }
    byte[] changed = bytes.clone();
    changed[at] ^= (byte) (1 + random.nextInt(255));
    return changed;
  }

  private void assertRefused(byte[] bytes) throws IOException {
    assertThat(bytes).isNotEqualTo(GOOD);
    Files.write(tarball, bytes);
    assertThatThrownBy(() -> host.install(release)).isInstanceOf(HostFailure.class);
    assertThat(host.found()).isEmpty();
  }
}
