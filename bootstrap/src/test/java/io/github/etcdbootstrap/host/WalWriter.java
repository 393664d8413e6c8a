package io.github.etcdbootstrap.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Writes a log as etcd does, in segments of any size; what it writes is shown to etcd itself. */
final class WalWriter {
  static final int METADATA = 1;
  static final int ENTRY = 2;
  static final int STATE = 3;
  static final int CRC = 4;
  static final int SNAPSHOT = 5;

  private final long member;
  private final long cluster;
  private final Map<String, ByteArrayOutputStream> segments = new LinkedHashMap<>();
  private final CRC32C chain = new CRC32C();
  private ByteArrayOutputStream segment;
  private long index;

  WalWriter(long member, long cluster) {
    this.member = member;
    this.cluster = cluster;
    segment();
    snapshot(0, 0);
  }

  /** Goes on in a new file. */
  WalWriter segment() {
    segment = new ByteArrayOutputStream();
    segments.put("%016x-%016x.wal".formatted(segments.size(), next()), segment);
    frame(CRC, new byte[0]);
    return record(METADATA, message().varint(1, member).varint(2, cluster).bytes());
  }

  private long next() {
    return segments.isEmpty() ? 0 : index + 1;
  }

  /** The next entry; an empty one etcd passes over when it starts. */
  WalWriter entry(byte... data) {
    return entry(++index, data);
  }

  WalWriter entry(long at, byte... data) {
    index = at;
    return record(ENTRY, message().varint(1, 0).varint(2, 1).varint(3, at).bytes(4, data).bytes());
  }

  WalWriter committed() {
    return committed(index);
  }

  WalWriter committed(long commit) {
    return record(STATE, message().varint(1, 1).varint(2, member).varint(3, commit).bytes());
  }

  WalWriter snapshot(long at, long term) {
    return record(SNAPSHOT, message().varint(1, at).varint(2, term).bytes());
  }

  WalWriter record(int type, byte[] data) {
    chain.update(data);
    frame(type, data);
    return this;
  }

  private void frame(int type, byte[] data) {
    Message record = message().varint(1, type).varint(2, chain.getValue());
    byte[] bytes = (type == CRC ? record : record.bytes(3, data)).bytes();
    int padding = -bytes.length & 7;
    long length = padding == 0 ? bytes.length : bytes.length | (0x80L | padding) << 56;
    segment.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
    segment.writeBytes(Arrays.copyOf(bytes, bytes.length + padding));
  }

  /** The files' names and what is in them, the last with room behind it as etcd makes it. */
  Map<String, byte[]> files(int room) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    segments.forEach(
        (name, bytes) ->
            files.put(
                name,
                Arrays.copyOf(bytes.toByteArray(), bytes.size() + (bytes == segment ? room : 0))));
    return files;
  }

  void into(Path folder, int room) throws IOException {
    write(files(room), folder);
  }

  static void write(Map<String, byte[]> files, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** A snapshot's file of the older store, with the sum over what is in it. */
  static byte[] snapFile(long index, long term) {
    Message metadata = message().bytes(1, new byte[0]).varint(2, index).varint(3, term);
    byte[] data = message().bytes(1, "{}".getBytes()).bytes(2, metadata.bytes()).bytes();
    CRC32C sum = new CRC32C();
    sum.update(data);
    return message().varint(1, sum.getValue()).bytes(2, data).bytes();
  }

  static Message message() {
    return new Message();
  }

  /** A protobuf message in the making. */
  static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message varint(int field, long value) {
      return number((long) field << 3).number(value);
    }

    Message bytes(int field, byte[] bytes) {
      number((long) field << 3 | 2).number(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    private Message number(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
