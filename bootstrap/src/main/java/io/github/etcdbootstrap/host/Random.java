package io.github.etcdbootstrap.host;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The machine's own source of randomness. */
final class Random {
  private static final SecureRandom SOURCE = new SecureRandom();

  private Random() {}

  static String hex(int bytes) {
    byte[] drawn = new byte[bytes];
    SOURCE.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }
}
