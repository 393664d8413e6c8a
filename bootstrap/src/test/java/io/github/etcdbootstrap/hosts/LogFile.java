package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A member's write-ahead log, seen from outside: where its records lie (etcd's server/wal), since
 * most of the file is empty.
 *
 * @param path on the host
 */
record LogFile(String path, List<Entry> entries) {
  private static final String FOLDER = "/var/lib/etcd/member/wal";

  /** A record, its length field included. */
  record Entry(long offset, long length) {
    long middle() {
      return offset + length / 2;
    }
  }

  /** Its etcd must not write. */
  static LogFile of(TestCluster cluster, int host) {
    Path folder = cluster.hosts.disk(host).resolve(FOLDER.substring(1));
    Path file =
        Folder.list(folder).stream().filter(f -> f.toString().endsWith(".wal")).findFirst().get();
    try {
      return new LogFile(FOLDER + "/" + file.getFileName(), entries(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Long after its metadata, long before its end. */
  Entry middle() {
    return entries.get(entries.size() / 2);
  }

  private static List<Entry> entries(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Entry> entries = new ArrayList<>();
    int at = 0;
    while (at + Long.BYTES <= bytes.length && buffer.getLong(at) != 0) {
      long field = buffer.getLong(at);
      long padding = field < 0 ? field >>> 56 & 7 : 0;
      long length = Long.BYTES + (field & 0xff_ffff_ffff_ffffL) + padding;
      entries.add(new Entry(at, length));
      at += (int) length;
    }
    return entries;
  }
}
