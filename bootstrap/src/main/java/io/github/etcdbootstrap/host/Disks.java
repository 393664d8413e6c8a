package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The whole disks under a mount, from /sys. */
final class Disks {
  /** In the order of the shell script etcd-run: the two must find the same serial. */
  private static final List<String> SERIALS =
      List.of("device/cid", "device/serial", "serial", "device/wwid", "wwid");

  /** What the kernel adds to the path of a file that is open and has no name any more. */
  private static final String DELETED = " (deleted)";

  private static final int DEEPEST = 8;
  private static final int TYPE = 0170000;
  private static final int BLOCK_DEVICE = 0060000;

  private final Root root;
  private final Path sys;

  Disks(Root root, Path sys) {
    this.root = root;
    this.sys = sys;
  }

  /** What a disk's /sys folder says of it. */
  record Serial(String value, String file) {
    static final Serial UNKNOWN = new Serial("unknown", "unknown");
  }

  /** Their numbers, each with its folder in /sys if it has one. */
  Map<String, Optional<Path>> under(MountTable.Line mount, MountTable table) {
    Map<String, Optional<Path>> disks = new TreeMap<>();
    addUnder(mount, table, disks, 0);
    return disks;
  }

  /** Unknown also where the disks are several. */
  Serial serial(Map<String, Optional<Path>> disks) {
    return disks.size() == 1
        ? disks.values().iterator().next().flatMap(Disks::serial).orElse(Serial.UNKNOWN)
        : Serial.UNKNOWN;
  }

  private static Optional<Serial> serial(Path folder) {
    for (String name : SERIALS) {
      Path file = folder.resolve(name);
      String value = firstLine(file);
      if (!value.isEmpty()) {
        return Optional.of(new Serial(value, file.toString()));
      }
    }
    return Optional.empty();
  }

  private void addUnder(
      MountTable.Line mount, MountTable table, Map<String, Optional<Path>> disks, int depth) {
    String device =
        mount.device().startsWith("0:")
            ? nodeOf(mount.source()).orElse(mount.device())
            : mount.device();
    Optional<Path> folder = real(sys.resolve("dev/block").resolve(device));
    if (folder.isPresent()) {
      addWhole(folder.get(), device, table, disks, depth);
    } else {
      disks.put(device, Optional.empty());
    }
  }

  private void addWhole(
      Path folder, String device, MountTable table, Map<String, Optional<Path>> disks, int depth) {
    Path whole = Files.exists(folder.resolve("partition")) ? folder.getParent() : folder;
    String number = firstLine(whole.resolve("dev"));
    if (depth < DEEPEST
        && (addSlaves(whole, table, disks, depth) || addBacking(whole, table, disks, depth))) {
      return;
    }
    disks.put(number.isEmpty() ? device : number, Optional.of(whole));
  }

  /** LVM, LUKS, RAID. */
  private boolean addSlaves(
      Path whole, MountTable table, Map<String, Optional<Path>> disks, int depth) {
    boolean some = false;
    try (DirectoryStream<Path> slaves = Files.newDirectoryStream(whole.resolve("slaves"))) {
      for (Path slave : slaves) {
        Optional<Path> folder = real(slave);
        if (folder.isPresent()) {
          String device = firstLine(folder.get().resolve("dev"));
          addWhole(folder.get(), device, table, disks, depth + 1);
          some = true;
        }
      }
    } catch (IOException e) {
      return some;
    }
    return some;
  }

  /** A loop device's file lies on a disk itself. */
  private boolean addBacking(
      Path whole, MountTable table, Map<String, Optional<Path>> disks, int depth) {
    String file = firstLine(whole.resolve("loop/backing_file"));
    Optional<MountTable.Line> mount =
        file.startsWith("/") && isSeenHere(file) ? table.of(HostPath.of(file)) : Optional.empty();
    mount.ifPresent(line -> addUnder(line, table, disks, depth + 1));
    return mount.isPresent();
  }

  /** Of a file in another mount namespace the kernel gives that one's path, which says nothing. */
  private boolean isSeenHere(String file) {
    try {
      return file.endsWith(DELETED) || Files.isRegularFile(root.follow(HostPath.of(file)));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Btrfs and its like have a number of their own, but name a device as their source. */
  private Optional<String> nodeOf(String source) {
    if (!source.startsWith("/dev/")) {
      return Optional.empty();
    }
    try {
      Map<String, Object> node =
          Files.readAttributes(root.follow(HostPath.of(source)), "unix:mode,rdev");
      long number = (Long) node.get("rdev");
      boolean isDisk = ((Integer) node.get("mode") & TYPE) == BLOCK_DEVICE;
      return isDisk ? Optional.of(major(number) + ":" + minor(number)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long major(long device) {
    return (device >> 8 & 0xfff) | (device >> 32 & 0xfffff000L);
  }

  private static long minor(long device) {
    return (device & 0xff) | (device >> 12 & 0xffffff00L);
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Without the blanks around it, as the shell's `read` has it; empty if it cannot be read. */
  private static String firstLine(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      int end = text.indexOf('\n');
      return (end < 0 ? text : text.substring(0, end)).replace("\0", "").strip();
    } catch (IOException e) {
      return "";
    }
  }
}
