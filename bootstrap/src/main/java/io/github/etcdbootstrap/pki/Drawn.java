package io.github.etcdbootstrap.pki;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What is drawn for a seed that is made. */
public final class Drawn {
  private static final int SERIAL_BITS = 128;
  private static final SecureRandom SOURCE = new SecureRandom();

  private Drawn() {}

  /** So many random bytes, in hexadecimal. */
  public static String hex(int bytes) {
    return HexFormat.of().formatHex(bytes(bytes));
  }

  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    SOURCE.nextBytes(bytes);
    return bytes;
  }

  /**
   * A certificate's serial number: 128 random bits under a bit that makes it positive (RFC 5280,
   * 4.1.2.2), so that two authorities of one name never issue the same.
   */
  static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, SOURCE).setBit(SERIAL_BITS);
  }
}
