package io.github.etcdbootstrap.etcd;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a tar reader keeps in memory of one entry, such as a long name, is no more than told. */
final class HeaderBound extends FilterInputStream {
  private static final int MOST = 1 << 20;

  private boolean inHeader;
  private long given;

  HeaderBound(InputStream in) {
    super(in);
  }

  /** Counts from here on, or no more. */
  void inHeader(boolean begins) {
    inHeader = begins;
    given = 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    given += Math.max(count, 0);
    if (inHeader && given > MOST) {
      throw new IOException("has an entry whose header is larger than 1 MiB");
    }
    return count;
  }
}
