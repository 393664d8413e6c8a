package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes, flushes and clears folders. */
final class Folders {
  static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** At once: a run that is cut must not leave /usr/local/lib/etcd closed to etcd. */
  private static final FileAttribute<Set<PosixFilePermission>> OPEN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

  private static final Ownership ROOTS = Ownership.root(0755);

  private final Root root;
  private final Owners owners;

  Folders(Root root, Owners owners) {
    this.root = root;
    this.owners = owners;
  }

  /** Makes it, and missing ones above it as root's; or sets its owner and mode. */
  void make(HostPath path, Ownership ownership) {
    Path real = root.follow(path);
    try {
      if (Files.isDirectory(real)) {
        owners.set(real, ownership);
        return;
      }
      if (Stat.of(root.at(path)).isPresent()) {
        throw new HostFailure(
            path + " is in the way: a folder belongs there", "move it aside, then run again");
      }
      makeMissing(path.parent());
      make(real, ownership);
    } catch (IOException e) {
      throw Failures.of("making the folder", path, real, e);
    }
  }

  /** Makes it as root's, 0755, unless it is there. */
  void makeMissing(HostPath path) {
    if (!Files.isDirectory(root.follow(path))) {
      if (path.value().equals("/")) {
        throw new HostFailure(root + " is gone", "put it back, then run again");
      }
      make(path, ROOTS);
    }
  }

  private void make(Path real, Ownership ownership) throws IOException {
    Files.createDirectory(real, ownership.equals(ROOTS) ? OPEN : OURS_ALONE);
    owners.set(real, ownership);
    sync(real.getParent());
  }

  /** What was made, renamed or removed in it survives a power cut from here on. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes what in {@code folder} begins with {@code prefix}: left over by a run that was cut. */
  static void removeLeftovers(Path folder, String prefix) throws IOException {
    try (DirectoryStream<Path> names =
        Files.newDirectoryStream(folder, f -> f.getFileName().toString().startsWith(prefix))) {
      for (Path leftover : names) {
        removeTree(leftover);
      }
    }
  }

  /** Follows no link. */
  static void removeTree(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes ignored)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
