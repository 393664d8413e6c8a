package io.github.etcdbootstrap.host;

import java.util.zip.CRC32C;

/** A CRC-32C that can go on from any value, which the JDK's cannot. */
final class CrcChain {
  private static final int POLYNOMIAL = 0x82F63B78;

  private final CRC32C crc = new CRC32C();
  private final byte[] lead = new byte[Integer.BYTES];

  int value() {
    return (int) crc.getValue();
  }

  void add(byte[] bytes, int from, int length) {
    crc.update(bytes, from, length);
  }

  /** As if what was added so far had this sum: there are four bytes of which that is so. */
  void set(int value) {
    int register = ~value;
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      register = register < 0 ? (register ^ POLYNOMIAL) << 1 | 1 : register << 1;
    }
    register = ~register;
    for (int i = 0; i < lead.length; i++) {
      lead[i] = (byte) (register >>> Byte.SIZE * i);
    }
    crc.reset();
    crc.update(lead, 0, lead.length);
  }
}
