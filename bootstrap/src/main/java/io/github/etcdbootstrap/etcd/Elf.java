package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Architecture;
import java.io.IOException;
import java.util.Arrays;

/** The head of a Linux program (elf(5)): which processor it is for. */
final class Elf {
  static final int HEAD = 64;

  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
  private static final int MACHINE = 18;

  private Elf() {}

  /**
   * What is no ELF file is left to its sum: that decides.
   *
   * @throws IOException if the program is one for another processor
   */
  static void check(String program, byte[] head, int length, Architecture wanted)
      throws IOException {
    if (length < HEAD || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return;
    }
    // Both of etcd's processors are little-endian; one that is not shows as another number.
    int machine = head[MACHINE] & 0xff | (head[MACHINE + 1] & 0xff) << 8;
    if (machine != wanted.elfMachine()) {
      throw new IOException("holds " + program + " for " + name(machine));
    }
  }

  private static String name(int machine) {
    return Architecture.ofElf(machine)
        .map(Architecture::toString)
        .orElse("another processor (ELF machine " + machine + ")");
  }
}
