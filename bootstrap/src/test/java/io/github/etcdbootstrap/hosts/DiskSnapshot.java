package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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

  private static DiskSnapshot of(Path root, Set<Path> leftOut) {
    DiskSnapshot snapshot = new DiskSnapshot();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Path path = root.relativize(file);
        if (leftOut.stream().noneMatch(path::startsWith)) {
          snapshot.files.put(path, attributes(file));
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

  /** One line for each path that is new, gone, or not as it was. */
  List<String> changesSince(DiskSnapshot before) {
    Set<Path> paths = new TreeSet<>(before.files.keySet());
    paths.addAll(files.keySet());
    List<String> changes = new ArrayList<>();
    for (Path path : paths) {
      String was = before.files.getOrDefault(path, "not there");
      String is = files.getOrDefault(path, "not there");
      if (!was.equals(is)) {
        changes.add("/" + path + ": " + was + " → " + is);
      }
    }
    return changes;
  }
}
