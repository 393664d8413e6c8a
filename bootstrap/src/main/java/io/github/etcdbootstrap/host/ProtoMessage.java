package io.github.etcdbootstrap.host;

import java.util.Arrays;

/** The first fields of one protobuf message, read as etcd's generated code reads them. */
final class ProtoMessage {
  /** What became of a reading; etcd's code tells {@code CUT} from other errors, and acts on it. */
  enum Reading {
    WHOLE,
    CUT,
    MALFORMED
  }

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int GROUP = 3;
  private static final int END_GROUP = 4;
  private static final int FIXED32 = 5;
  private static final int MOST_SHIFT = 64;

  private final String kinds;
  private final long[] values;
  private final int[] starts;
  private byte[] bytes = {};
  private int end;
  private long at;
  private Reading reading = Reading.WHOLE;

  /**
   * @param kinds of the fields from number 1 on: `v` a varint, `b` bytes
   */
  ProtoMessage(String kinds) {
    this.kinds = kinds;
    this.values = new long[kinds.length()];
    this.starts = new int[kinds.length()];
  }

  /** Reads {@code message} from {@code from} to {@code to}; what it held before is forgotten. */
  Reading read(byte[] message, int from, int to) {
    bytes = message;
    at = from;
    end = to;
    reading = Reading.WHOLE;
    Arrays.fill(values, 0);
    Arrays.fill(starts, -1);
    while (reading == Reading.WHOLE && at < end) {
      field();
    }
    return reading;
  }

  /** A varint's value, or the number of bytes; 0 if the field is not there. */
  long value(int field) {
    return values[field - 1];
  }

  int length(int field) {
    return (int) values[field - 1];
  }

  /** Where the bytes begin, or -1 if they are not there. */
  int start(int field) {
    return starts[field - 1];
  }

  /** Reads the bytes of {@code field} of {@code outer} as this message. */
  Reading readFrom(ProtoMessage outer, int field) {
    int start = outer.start(field);
    return start < 0
        ? read(outer.bytes, 0, 0)
        : read(outer.bytes, start, start + outer.length(field));
  }

  private void field() {
    long tag = varint();
    if (reading != Reading.WHOLE) {
      return;
    }
    int number = (int) (tag >>> 3);
    int wire = (int) (tag & 7);
    if (wire == END_GROUP || number <= 0) {
      fail(Reading.MALFORMED);
    } else if (number > kinds.length()) {
      skip(wire);
    } else if (wire != (kinds.charAt(number - 1) == 'v' ? VARINT : BYTES)) {
      fail(Reading.MALFORMED);
    } else if (wire == VARINT) {
      values[number - 1] = varint();
    } else {
      bytes(number);
    }
  }

  private void bytes(int number) {
    long length = varint();
    long start = at;
    pass(length);
    if (at > end) {
      fail(Reading.CUT);
    }
    if (reading == Reading.WHOLE) {
      values[number - 1] = length;
      starts[number - 1] = (int) start;
    }
  }

  private void skip(int wire) {
    int depth = skipOne(wire, 0);
    while (reading == Reading.WHOLE && depth > 0) {
      // Also where no more bytes are left: an open group is cut then.
      depth = skipOne((int) (varint() & 7), depth);
    }
    if (at > end) {
      fail(Reading.CUT);
    }
  }

  private int skipOne(int wire, int depth) {
    if (reading != Reading.WHOLE) {
      return depth;
    }
    switch (wire) {
      case VARINT -> varint();
      case FIXED64 -> pass(Long.BYTES);
      case BYTES -> pass(varint());
      case FIXED32 -> pass(Integer.BYTES);
      case GROUP -> {
        return depth + 1;
      }
      case END_GROUP -> {
        return depth - 1;
      }
      default -> fail(Reading.MALFORMED);
    }
    return depth;
  }

  private void pass(long length) {
    if (length < 0 || at + length < 0) {
      fail(Reading.MALFORMED);
    } else {
      at += length;
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < MOST_SHIFT; shift += 7) {
      if (at >= end) {
        fail(Reading.CUT);
        return 0;
      }
      byte b = bytes[(int) at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    fail(Reading.MALFORMED);
    return 0;
  }

  /** The first error counts. */
  private void fail(Reading how) {
    if (reading == Reading.WHOLE) {
      reading = how;
    }
  }
}
