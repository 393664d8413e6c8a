package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What lies on a disk: path, mode, owner and sum of each file, with what each run draws anew (IDs,
 * tokens, times) made the same; not what a running etcd writes, nor logs.
 */
final class Manifest {
  private static final Set<Path> LOGS = Set.of(Path.of("var/log"));

  /** Their content is etcd's. */
  private static final Set<Path> OF_ETCD =
      Set.of(
          Path.of("var/lib/etcd/member"),
          Path.of("var/lib/etcd/aside"),
          Path.of("var/lib/etcd-bootstrap/snapshots"));

  /** The account's tools keep what was before them. */
  private static final Pattern BACKUP = Pattern.compile("etc/(passwd|shadow|group)-");

  private static final Pattern DRAWN =
      Pattern.compile("\\d{8}T\\d{6}Z|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z|[0-9a-f]{8,}");

  private static final int LARGEST_TEXT = 1 << 16;

  private final Set<String> lines = new TreeSet<>();

  private Manifest() {}

  static Manifest of(Path disk) {
    Manifest manifest = new Manifest();
    try {
      Files.walkFileTree(disk, manifest.visitor(disk));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return manifest;
  }

  private SimpleFileVisitor<Path> visitor(Path disk) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
          throws IOException {
        Path path = disk.relativize(folder);
        if (LOGS.contains(path)) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        lines.add(line(path, folder));
        return OF_ETCD.contains(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Path path = disk.relativize(file);
        if (!BACKUP.matcher(path.toString()).matches()) {
          lines.add(line(path, file));
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }

  private static String line(Path path, Path file) throws IOException {
    var attributes = Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    return "/%s %o %s:%s %s"
        .formatted(
            masked(path.toString()),
            attributes.get("mode"),
            attributes.get("uid"),
            attributes.get("gid"),
            content(file));
  }

  private static String content(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "→ " + Files.readSymbolicLink(file);
    } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length <= LARGEST_TEXT) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      bytes = masked(text).getBytes(StandardCharsets.ISO_8859_1);
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return "sum %x".formatted(sum.getValue());
  }

  private static String masked(String text) {
    return DRAWN.matcher(text).replaceAll("DRAWN");
  }

  /** One line for what is only here (+), or only there (-). */
  List<String> differencesFrom(Manifest there) {
    List<String> differences = new ArrayList<>();
    lines.stream()
        .filter(line -> !there.lines.contains(line))
        .forEach(l -> differences.add("+" + l));
    there.lines.stream()
        .filter(line -> !lines.contains(line))
        .forEach(l -> differences.add("-" + l));
    return differences;
  }
}
