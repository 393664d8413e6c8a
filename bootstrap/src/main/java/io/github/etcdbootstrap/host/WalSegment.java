package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a write-ahead log.
 *
 * @param sequence its number; no number may be missing between two files
 * @param first the index of the first entry that is to follow in it
 */
record WalSegment(HostPath path, Path real, long sequence, long first) {
  /** What etcd's scanf takes (server/wal/util.go); itself it writes 16 digits each. */
  private static final Pattern NAME =
      Pattern.compile("([0-9a-fA-F]{1,16})-([0-9a-fA-F]{1,16})\\.wal(.*\\.wal)?", Pattern.DOTALL);

  /** Empty where etcd would pass it over for its name. */
  static Optional<WalSegment> of(HostPath path, Path real) {
    Matcher name = NAME.matcher(path.name());
    return name.matches()
        ? Optional.of(new WalSegment(path, real, hex(name.group(1)), hex(name.group(2))))
        : Optional.empty();
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}
