package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chance finds what nobody thought of: but the same every time. */
class MutatedTarballTest {
  private static final byte[] GOOD = Tarballs.good();
  private static final int CASES = 1000;

  private final Random random = new Random(20_240_501);
  private final RecordedReport report = new RecordedReport();
  @TempDir Path temp;
  private FolderStaging staging;
  private Path tarball;
  private Release release;

  @BeforeEach
  void start() throws IOException {
    staging = new FolderStaging(Files.createDirectory(temp.resolve("staging")));
    tarball = temp.resolve("a.tar.gz");
    release = Tarballs.release(GOOD, tarball.toUri());
    Files.write(tarball, GOOD);
    new ReleaseDownload(report, Map.of()).unpack(release, staging);
    assertThat(staging.files()).hasSize(3);
    staging.clear();
  }

  @Test
  void everyChangeAndTruncationIsRefused() throws IOException {
    for (int i = 0; i < CASES; i++) {
      assertRefused(mutated(GOOD));
    }
  }

  /** With sums of gzip's that are right, so that the tar reader sees them. */
  @Test
  void insideTheGzipToo() throws IOException {
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(GOOD)).readAllBytes();
    for (int i = 0; i < CASES / 4; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(mutated(tar));
      }
      assertRefused(bytes.toByteArray());
    }
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
    Files.write(tarball, bytes);
    assertThatThrownBy(() -> new ReleaseDownload(report, Map.of()).unpack(release, staging))
        .isInstanceOf(HostFailure.class);
    assertThat(staging.files()).isEmpty();
  }
}
