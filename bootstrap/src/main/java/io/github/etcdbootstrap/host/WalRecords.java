package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.host.ProtoMessage.Reading;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The records of a log's segments, one after another (etcd 3.5, server/wal/decoder.go): each behind
 * a length, a length of zero ends its segment, and all data is summed up in one chain.
 */
final class WalRecords implements Closeable {
  /** How the records ended. */
  enum End {
    /** Where nothing more was written. */
    WHOLE,
    /** In a record that was not written to its end, as far as etcd can tell. */
    CUT,
    /** In one that was changed since. */
    BROKEN
  }

  /** Where etcd up to 3.5.6 stops reading; later ones allow what the file has left. */
  static final int LARGEST = 10 << 20;

  static final long METADATA = 1;
  static final long ENTRY = 2;
  static final long STATE = 3;
  static final long CRC = 4;
  static final long SNAPSHOT = 5;

  private static final int FRAME = Long.BYTES;
  private static final int SECTOR = 512;
  private static final int TYPE = 1;
  private static final int SUM = 2;
  private static final int DATA = 3;

  private final List<WalSegment> segments;
  private final WalWindow window = new WalWindow();
  private final ProtoMessage fields = new ProtoMessage("vvb");
  private final CrcChain chain = new CrcChain();
  private int segment = -1;
  private long offset;
  private int size;
  private End end = End.WHOLE;
  private String why = "";

  WalRecords(List<WalSegment> segments) {
    this.segments = segments;
  }

  /** Goes to the next record; false after the last that can be read. */
  boolean next() {
    try {
      return advance();
    } catch (IOException e) {
      WalSegment at = segments.get(segment);
      throw Failures.of("reading", at.path(), at.real(), e);
    }
  }

  private boolean advance() throws IOException {
    window.pass(size);
    offset += size;
    size = 0;
    if (segment < 0 && !open()) {
      return false;
    }
    do {
      int there = window.ahead(FRAME);
      if (there > 0 && there < FRAME) {
        return end(End.CUT, "it ends in the middle of a record");
      }
      long frame = there == 0 ? 0 : littleEndian(window);
      if (frame != 0) {
        return read(frame);
      }
    } while (open());
    return false;
  }

  private boolean open() throws IOException {
    if (segment + 1 >= segments.size()) {
      return false;
    }
    segment++;
    offset = 0;
    window.open(segments.get(segment).real());
    return true;
  }

  private boolean read(long frame) throws IOException {
    long length = frame & 0xff_ffff_ffff_ffffL;
    int padding = frame < 0 ? (int) (frame >>> 56) & 7 : 0;
    if (length >= LARGEST - padding) {
      return end(End.BROKEN, "a record of " + length + " bytes, more than etcd reads");
    }
    size = FRAME + (int) length + padding;
    if (window.ahead(size) < size) {
      return end(End.CUT, "it ends in the middle of a record");
    }
    int start = window.from() + FRAME;
    Reading reading = fields.read(window.bytes(), start, start + (int) length);
    if (reading != Reading.WHOLE) {
      boolean cut = reading == Reading.CUT || isTorn();
      return end(cut ? End.CUT : End.BROKEN, "a record that makes no sense");
    }
    if (type() == CRC) {
      return link();
    }
    if (dataStart() >= 0) {
      chain.add(window.bytes(), dataStart(), fields.length(DATA));
    }
    if ((int) fields.value(SUM) != chain.value()) {
      return end(isTorn() ? End.CUT : End.BROKEN, "a record whose checksum is wrong");
    }
    return true;
  }

  /** A sum that is 0 is that of nothing read so far: the files before may have been purged. */
  private boolean link() {
    int sum = (int) fields.value(SUM);
    if (chain.value() != 0 && chain.value() != sum) {
      return end(End.BROKEN, "it does not continue the file before it");
    }
    chain.set(sum);
    return true;
  }

  /** Part of the last record never reached the disk: one of its sectors is all zeros. */
  private boolean isTorn() {
    if (segment < segments.size() - 1) {
      return false;
    }
    int at = FRAME;
    while (at < size) {
      int sector = (int) Math.min(SECTOR - (offset + at) % SECTOR, size - at);
      if (isZero(window.from() + at, sector)) {
        return true;
      }
      at += sector;
    }
    return false;
  }

  private boolean isZero(int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (window.bytes()[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean end(End how, String reason) {
    end = how;
    why = reason;
    size = 0;
    return false;
  }

  private static long littleEndian(WalWindow window) {
    return ByteBuffer.wrap(window.bytes(), window.from(), FRAME)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong();
  }

  long type() {
    return fields.value(TYPE);
  }

  /** Where the data of this record begins in {@link #bytes}; -1 if it has none. */
  int dataStart() {
    return fields.start(DATA);
  }

  /** The record's data, copied. */
  byte[] data() {
    byte[] data = new byte[fields.length(DATA)];
    System.arraycopy(window.bytes(), Math.max(dataStart(), 0), data, 0, data.length);
    return data;
  }

  /** Reads this record's data as {@code message}; etcd panics where that cannot be done. */
  boolean read(ProtoMessage message) {
    return message.readFrom(fields, DATA) == Reading.WHOLE;
  }

  /** How the records ended, once {@link #next} has said so. */
  End end() {
    return end;
  }

  boolean endedInLast() {
    return segment == segments.size() - 1;
  }

  /** Why the records ended there, in words. */
  String why() {
    return here(why);
  }

  /** {@code what} is there, at this record. */
  String here(String what) {
    return segments.get(Math.max(segment, 0)).path() + ", byte " + offset + ": " + what;
  }

  @Override
  public void close() {
    window.close();
  }
}
