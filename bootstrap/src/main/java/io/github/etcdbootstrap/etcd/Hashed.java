package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Report;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A stream that sums and counts what is read from it. */
final class Hashed extends FilterInputStream {
  private final MessageDigest digest = Sha256.digest();
  private final Report.Download progress;
  private long bytes;

  Hashed(InputStream in, Report.Download progress) {
    super(in);
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      digest.update((byte) value);
      bytes++;
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      digest.update(buffer, offset, count);
      bytes += count;
      progress.arrived(bytes);
    }
    return count;
  }

  /** Skips nothing: a skipped byte belongs to the sum. */
  @Override
  public long skip(long count) {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  long bytes() {
    return bytes;
  }

  /** The sum of all that was read; once, at the end. */
  Sha256 sum() {
    return Sha256.finish(digest);
  }
}
