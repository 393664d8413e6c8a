package io.github.etcdbootstrap.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The processors that etcd's releases are pinned for, by etcd's own names. */
public enum Architecture {
  AMD64(62),
  ARM64(183);

  private final int elfMachine;

  Architecture(int elfMachine) {
    this.elfMachine = elfMachine;
  }

  /** As the head of a program has it (elf(5): e_machine). */
  public int elfMachine() {
    return elfMachine;
  }

  public static Optional<Architecture> ofElf(int machine) {
    return Arrays.stream(values()).filter(a -> a.elfMachine == machine).findFirst();
  }

  /** From `uname -m` or Java's `os.arch`. */
  public static Optional<Architecture> of(String machine) {
    return switch (machine) {
      case "x86_64", "amd64" -> Optional.of(AMD64);
      case "aarch64", "arm64" -> Optional.of(ARM64);
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
