package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is mounted where, from /proc/self/mountinfo (proc(5)). */
final class MountTable {
  private final List<Line> lines;

  private MountTable(List<Line> lines) {
    this.lines = lines;
  }

  /**
   * A line of mountinfo.
   *
   * @param device MAJOR:MINOR; major 0 is no disk's
   */
  record Line(
      String id,
      String parent,
      String device,
      HostPath point,
      boolean writable,
      String type,
      String source) {}

  static MountTable read(Path mountinfo) {
    try {
      List<Line> lines = new ArrayList<>();
      for (String line : Files.readString(mountinfo, StandardCharsets.ISO_8859_1).split("\n")) {
        parse(line).ifPresent(lines::add);
      }
      return new MountTable(lines);
    } catch (IOException e) {
      throw Failures.of("reading", mountinfo, e);
    }
  }

  /**
   * The mount that {@code path} lies on: walked from the root as the kernel does, since a mount may
   * hide another that lies deeper, and the lines have no order.
   */
  Optional<Line> of(HostPath path) {
    Optional<Line> here = root();
    for (Optional<Line> next = here; next.isPresent(); next = below(next.get(), path)) {
      here = next;
    }
    return here.or(() -> longest(lines, path));
  }

  private Optional<Line> root() {
    return lines.stream()
        .filter(line -> line.point.value().equals("/"))
        .filter(line -> line.parent.equals(line.id) || !has(line.parent))
        .reduce((earlier, later) -> later);
  }

  private boolean has(String id) {
    return lines.stream().anyMatch(line -> line.id.equals(id));
  }

  private Optional<Line> below(Line mount, HostPath path) {
    Optional<Line> first = Optional.empty();
    for (Line line : lines) {
      boolean on = line.parent.equals(mount.id) && line != mount && path.isUnder(line.point);
      if (on && (first.isEmpty() || first.get().point.isUnder(line.point))) {
        first = Optional.of(line);
      }
    }
    return first;
  }

  /** For a process in a chroot, whose root is no mount. */
  private static Optional<Line> longest(List<Line> lines, HostPath path) {
    return lines.stream()
        .filter(line -> path.isUnder(line.point))
        .reduce((a, b) -> b.point.isUnder(a.point) ? b : a);
  }

  /** `36 35 98:0 /mnt1 /mnt2 rw,noatime shared:1 - ext3 /dev/root rw,errors=continue`. */
  private static Optional<Line> parse(String line) {
    String[] halves = line.split(" - ", 2);
    String[] left = halves[0].split(" ");
    String[] right = halves.length < 2 ? new String[0] : halves[1].split(" ");
    Optional<HostPath> point = left.length < 6 ? Optional.empty() : path(unescape(left[4]));
    if (point.isEmpty() || !left[2].matches("\\d+:\\d+") || right.length < 2) {
      return Optional.empty();
    }
    boolean readOnly = isReadOnly(left[5]) || right.length > 2 && isReadOnly(right[2]);
    return Optional.of(
        new Line(left[0], left[1], left[2], point.get(), !readOnly, right[0], unescape(right[1])));
  }

  private static Optional<HostPath> path(String text) {
    try {
      return Optional.of(HostPath.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isReadOnly(String options) {
    return ("," + options + ",").contains(",ro,");
  }

  /** Blank, tab, newline and backslash are written as three octal digits. */
  private static String unescape(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length) {
        plain.write((bytes[i + 1] - '0') << 6 | (bytes[i + 2] - '0') << 3 | bytes[i + 3] - '0');
        i += 3;
      } else {
        plain.write(bytes[i]);
      }
    }
    return plain.toString(StandardCharsets.UTF_8);
  }
}
