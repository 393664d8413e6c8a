package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Every file and folder that a disk holds, with all that changes when somebody touches one: nobody
 * can set a ctime back.
 */
final class DiskSnapshot {
  private static final String ATTRIBUTES =
      "unix:ino,mode,uid,gid,nlink,size,lastModifiedTime,ctime";
  private static final Path LOGS = Path.of("var/log");
  private static final Path DATA = Path.of("var/lib/etcd");

  private final Map<Path, String> files = new TreeMap<>();

  private DiskSnapshot() {}

  /** All of a folder. */
  static DiskSnapshot of(Path folder) {
    return of(folder, Set.of());
  }

  /** What a host has on its disk but its logs. */
  static DiskSnapshot ofAllButLogs(Path disk) {
    return of(disk, Set.of(LOGS));
  }

  /** What a host has on its disk but its logs and etcd's data, in which a running etcd writes. */
  static DiskSnapshot ofAllButLogsAndData(Path disk) {
    return of(disk, Set.of(LOGS, DATA));
  }

  /** The same, but only what a reader finds there: not when and in which inode it was written. */
  static DiskSnapshot ofContents(Path disk) {
    return of(disk, Set.of(LOGS, DATA), DiskSnapshot::content);
  }

  private static DiskSnapshot of(Path root, Set<Path> leftOut) {
    return of(root, leftOut, DiskSnapshot::attributes);
  }

  /** How a file looks. */
  private interface Look {
    String at(Path file) throws IOException;
  }

  private static DiskSnapshot of(Path root, Set<Path> leftOut, Look look) {
    DiskSnapshot snapshot = new DiskSnapshot();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Path path = root.relativize(file);
        if (leftOut.stream().noneMatch(path::startsWith)) {
          snapshot.files.put(path, look.at(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return snapshot;
  }

  private static String attributes(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return new TreeMap<>(attributes).toString();
  }

  private static String content(Path file) throws IOException {
    var attributes = Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    String content = "";
    if (Files.isSymbolicLink(file)) {
      content = " → " + Files.readSymbolicLink(file);
    } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = Files.readAllBytes(file);
      CRC32 sum = new CRC32();
      sum.update(bytes);
      content = " %d bytes, sum %x".formatted(bytes.length, sum.getValue());
    }
    return new TreeMap<>(attributes) + content;
  }

  /** The paths that are new, gone, or not as they were. */
  Set<Path> changedSince(DiskSnapshot before) {
    Set<Path> paths = new TreeSet<>(before.files.keySet());
    paths.addAll(files.keySet());
    paths.removeIf(path -> Objects.equals(before.files.get(path), files.get(path)));
    return paths;
  }

  /** One line for each path that is new, gone, or not as it was. */
  List<String> changesSince(DiskSnapshot before) {
    List<String> changes = new ArrayList<>();
    for (Path path : changedSince(before)) {
      String was = before.files.getOrDefault(path, "not there");
      String is = files.getOrDefault(path, "not there");
      changes.add("/" + path + ": " + was + " → " + is);
    }
    return changes;
  }
}
