package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.etcd.RealEtcd;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** etcd's own release, damaged: large enough that much of it is unpacked before it is found out. */
class RealTarballJarTest {
  private static final int CASES = 30;

  private final Random random = new Random(3_005_002);
  @TempDir Path top;
  @TempDir Path sources;

  @Test
  void everyChangeAndTruncationIsRefused() throws Exception {
    byte[] good = Files.readAllBytes(RealEtcd.tarball());
    Path tarball = sources.resolve("etcd.tar.gz");
    Release real = RealEtcd.release(Sha256.of(good), tarball.toUri());
    try (WatchedInstall host = new WatchedInstall(top).allTheTime()) {
      for (int i = 0; i < CASES; i++) {
        Files.write(tarball, mutated(good));
        assertThatThrownBy(() -> host.install(real)).isInstanceOf(HostFailure.class);
        assertThat(host.found()).isEmpty();
      }
      host.assertNothingSeen(CASES);

      Files.write(tarball, good);
      host.install(real);
      assertThat(host.found()).containsEntry("v3.5.2/etcd", "rwxr-xr-x");
    }
  }

  private byte[] mutated(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    if (random.nextInt(3) == 0) {
      return Arrays.copyOf(bytes, at);
    }
    byte[] changed = bytes.clone();
    changed[at] ^= (byte) (1 + random.nextInt(255));
    return changed;
  }
}
