package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Host.FsyncTimes;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Measures a disk as etcd uses it: small appends, each flushed before the next. */
final class FsyncProbe {
  /** As upstream measures disks for etcd: about what its log writes at once. */
  private static final int RECORD = 2300;

  private static final long LEAST_FREE = 16 << 20;
  private static final int LEAST = 50;
  private static final int MOST = 300;
  private static final long USUALLY = Duration.ofSeconds(2).toNanos();

  /** Of a card that takes seconds for each, less than {@link #LEAST} say enough. */
  private static final long LONGEST = Duration.ofSeconds(20).toNanos();

  private final Root root;
  private final LongSupplier nanos;

  FsyncProbe(Root root, LongSupplier nanos) {
    this.root = root;
    this.nanos = nanos;
  }

  FsyncTimes times(HostPath folder) {
    Path real = root.follow(folder);
    try {
      if (!Files.isDirectory(real)) {
        throw new NoSuchFileException(folder.value());
      } else if (real.toFile().getUsableSpace() < LEAST_FREE) {
        throw new HostFailure(
            "less than 16 MiB are free on the disk of " + folder, "make room there");
      }
      return FsyncTimes.of(samples(real.resolve(".fsync" + AtomicFiles.MIDDLE + Random.hex(4))));
    } catch (IOException e) {
      throw Failures.of("measuring the disk of", folder, real, e);
    }
  }

  private List<Duration> samples(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, AtomicFiles.NEW, AtomicFiles.OURS_ALONE)) {
      List<Duration> samples = new ArrayList<>();
      ByteBuffer bytes = ByteBuffer.allocateDirect(RECORD);
      long start = nanos.getAsLong();
      long before = start;
      while (isWanted(samples.size(), before - start)) {
        bytes.clear();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
        long now = nanos.getAsLong();
        samples.add(Duration.ofNanos(now - before));
        before = now;
      }
      return samples;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isWanted(int samples, long taken) {
    return samples < MOST && taken < (samples < LEAST ? LONGEST : USUALLY);
  }
}
