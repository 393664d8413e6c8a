package io.github.etcdbootstrap.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What of one file after another is in memory: a megabyte, or one record if that is larger. */
final class WalWindow implements Closeable {
  private static final int SIZE = 1 << 20;

  private FileChannel channel;
  private byte[] bytes = {};
  private int from;
  private int to;

  void open(Path file) throws IOException {
    close();
    channel = FileChannel.open(file);
    from = 0;
    to = 0;
    makeRoom((int) Math.min(channel.size(), SIZE));
  }

  /** Reads until the next {@code wanted} bytes are there, or all that the file has left. */
  int ahead(int wanted) throws IOException {
    if (to - from < wanted && !atEnd()) {
      makeRoom(wanted);
      ByteBuffer rest = ByteBuffer.wrap(bytes, to, bytes.length - to);
      while (rest.position() - from < wanted && channel.read(rest) >= 0) {}
      to = rest.position();
    }
    return Math.min(to - from, wanted);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the next byte lies in {@link #bytes}. */
  int from() {
    return from;
  }

  void pass(int count) {
    from += count;
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // What was read is not worse for it.
      }
    }
  }

  private boolean atEnd() throws IOException {
    return channel.position() >= channel.size();
  }

  private void makeRoom(int wanted) {
    byte[] target = bytes.length < wanted ? new byte[wanted] : bytes;
    System.arraycopy(bytes, from, target, 0, to - from);
    bytes = target;
    to -= from;
    from = 0;
  }
}
