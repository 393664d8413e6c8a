package io.github.etcdbootstrap.etcd;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails, rather than fill the disk, once it has given more than it should. */
final class Bounded extends FilterInputStream {
  private final long most;
  private long given;

  Bounded(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    count(Math.max(count, 0));
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    count(skipped);
    return skipped;
  }

  private void count(long more) throws IOException {
    given += more;
    if (given > most) {
      throw exceeded(most);
    }
  }

  static IOException exceeded(long most) {
    return new IOException("is larger than " + (most >> 20) + " MiB");
  }
}
