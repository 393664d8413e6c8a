package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Changes files so that at any instant the old one or the new one is there, whole. */
final class AtomicFiles {
  static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** Of a temporary file's name, between the file's own and what is drawn. */
  static final String MIDDLE = ".etcd-bootstrap-";

  private final Root root;
  private final Owners owners;
  private final Folders folders;

  AtomicFiles(Root root, Owners owners, Folders folders) {
    this.root = root;
    this.owners = owners;
    this.folders = folders;
  }

  void write(NodeFile file) {
    folders.makeMissing(file.path().parent());
    Path target = root.at(file.path());
    ByteBuffer bytes = ByteBuffer.wrap(file.content().bytes());
    change(
        "writing",
        file.path(),
        target,
        bytes.remaining(),
        temporary -> {
          try (FileChannel channel = FileChannel.open(temporary, NEW, OURS_ALONE)) {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
            owners.set(temporary, file.ownership());
            channel.force(true);
          }
        });
  }

  /** A file that somebody else makes, of a size that is not known before. */
  void save(HostPath file, Ownership ownership, Fill fill) {
    folders.makeMissing(file.parent());
    change(
        "writing",
        file,
        root.at(file),
        0,
        temporary -> {
          fill.into(temporary);
          owners.set(temporary, ownership);
          try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ)) {
            channel.force(true);
          }
        });
  }

  void link(HostPath path, String target) {
    folders.makeMissing(path.parent());
    change(
        "linking",
        path,
        root.at(path),
        0,
        temporary -> Files.createSymbolicLink(temporary, Path.of(target)));
  }

  void copy(HostPath from, HostPath to) {
    folders.makeMissing(to.parent());
    Path source = root.at(from);
    Path target = root.at(to);
    guard("copying to", to, target, () -> refuseExisting(target, to));
    Stat stat = guard("copying", from, source, () -> fileOrLink(source, from));
    Fill fill =
        stat.isLink()
            ? temporary -> Files.createSymbolicLink(temporary, Files.readSymbolicLink(source))
            : temporary -> copy(source, stat, temporary);
    change("copying to", to, target, stat.size(), fill);
  }

  void move(HostPath from, HostPath to) {
    folders.makeMissing(to.parent());
    Path source = root.at(from);
    Path target = root.at(to);
    guard(
        "moving " + from + " to",
        to,
        target,
        () -> {
          refuseExisting(target, to);
          // Atomic: across file systems it fails, where the ordinary move would copy and delete.
          Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
          Folders.sync(target.getParent());
          Folders.sync(source.getParent());
          return null;
        });
  }

  void own(HostPath path, Ownership ownership) {
    Path real = root.at(path);
    guard(
        "setting the owner of",
        path,
        real,
        () -> {
          owners.set(real, ownership);
          return null;
        });
  }

  void remove(HostPath file) {
    Path real = root.at(file);
    guard(
        "removing",
        file,
        real,
        () -> {
          if (Stat.of(real).filter(s -> !s.isFolder()).isPresent()) {
            Files.delete(real);
            Folders.sync(real.getParent());
          } else if (Stat.of(real).isPresent()) {
            throw new HostFailure(file + " is a folder", "move it aside, then run again");
          }
          return null;
        });
  }

  /** Makes a file that is not there yet. */
  interface Fill {
    void into(Path temporary) throws IOException;
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private static void change(String doing, HostPath path, Path target, long size, Fill fill) {
    Path folder = target.getParent();
    String prefix = "." + target.getFileName() + MIDDLE;
    try {
      Folders.removeLeftovers(folder, prefix);
      Path temporary = folder.resolve(prefix + Random.hex(4));
      try {
        fill.into(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      Folders.sync(folder);
    } catch (IOException e) {
      throw Failures.of(doing, path, target, size, e);
    }
  }

  private static <T> T guard(String doing, HostPath path, Path real, Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw Failures.of(doing, path, real, e);
    }
  }

  private static Void refuseExisting(Path target, HostPath to) throws IOException {
    if (Stat.of(target).isPresent()) {
      throw new HostFailure(to + " already exists", "move it aside, then run again");
    }
    return null;
  }

  private static Stat fileOrLink(Path source, HostPath from) throws IOException {
    Stat stat = Stat.of(source).orElseThrow(() -> new NoSuchFileException(from.value()));
    if (!stat.isFile() && !stat.isLink()) {
      throw new HostFailure(from + " is not a regular file", "move it aside, then run again");
    }
    return stat;
  }

  private void copy(Path source, Stat stat, Path temporary) throws IOException {
    try (FileChannel in =
            FileChannel.open(source, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel out = FileChannel.open(temporary, NEW, OURS_ALONE)) {
      long done = 0;
      long sent;
      while ((sent = in.transferTo(done, Long.MAX_VALUE - done, out)) > 0) {
        done += sent;
      }
      owners.set(temporary, stat.uid(), stat.gid(), stat.permissions());
      out.force(true);
    }
  }
}
