package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawnTest {
  private static final int MANY = 2000;

  /** By chance a bit is the same in all of them once in 10^600 runs. */
  @Test
  void serialNumbersHave128BitsOfChance() {
    Set<BigInteger> all = new HashSet<>();
    BigInteger ones = BigInteger.ZERO;
    BigInteger always = BigInteger.ONE.shiftLeft(129).subtract(BigInteger.ONE);
    for (int i = 0; i < MANY; i++) {
      BigInteger serial = Drawn.serial();
      all.add(serial);
      ones = ones.or(serial);
      always = always.and(serial);
    }
    assertThat(all).hasSize(MANY);
    assertThat(ones)
        .as("bits that may be 1")
        .isEqualTo(BigInteger.ONE.shiftLeft(129).subtract(BigInteger.ONE));
    assertThat(always).as("bits that are always 1").isEqualTo(BigInteger.ONE.shiftLeft(128));
    assertThat(all).allMatch(serial -> serial.toByteArray().length <= 20, "RFC 5280, 4.1.2.2");
  }
}
