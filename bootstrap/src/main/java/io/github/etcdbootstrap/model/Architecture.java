package io.github.etcdbootstrap.model;

import java.util.Locale;
import java.util.Optional;

/** The processors that etcd's releases are pinned for, by etcd's own names. */
public enum Architecture {
  AMD64,
  ARM64;

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
