package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes into a seed's folder so that a power cut leaves the old, the new, or a hidden file. */
final class SeedWriter {
  /** What FAT, 9p, CIFS and FUSE say where there are no hard links. */
  private static final Pattern NO_LINKS =
      Pattern.compile("(?i)operation not permitted|not supported|not implemented");

  private static final Pattern NO_FOLDER_SYNC =
      Pattern.compile("(?i)invalid argument|not supported|not implemented");

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Linker linker;

  SeedWriter(Linker linker) {
    this.linker = linker;
  }

  /** Makes a second name for a file, failing if that name is taken. */
  interface Linker {
    void link(Path name, Path file) throws IOException;
  }

  /** Whether this call made {@code target}; the loser finds the winner's content on the disk. */
  boolean publish(Path target, Path temporary, Content content, FileAttribute<?>... mode)
      throws IOException {
    try {
      boolean made = !exists(target) && make(target, temporary, content, mode);
      sync(target);
      if (made) {
        readBack(target, content);
      }
      return made;
    } finally {
      discard(temporary);
    }
  }

  /** What is there under this name already is never rewritten. */
  void put(Path target, Path temporary, Content content) throws IOException {
    makeFolder(target.getParent());
    try {
      if (!exists(target)) {
        write(temporary, content);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        readBack(target, content);
      }
      sync(target);
    } finally {
      discard(temporary);
    }
  }

  /** In the place of what is there; for a folder that one run at a time writes to. */
  void replace(Path target, Path temporary, Content content, FileAttribute<?>... mode)
      throws IOException {
    try {
      write(temporary, content, mode);
      readBack(temporary, content);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      sync(target);
    } finally {
      discard(temporary);
    }
  }

  /** Absent is fine. */
  void remove(Path target) throws IOException {
    if (Files.deleteIfExists(target)) {
      syncFolder(target.getParent());
    }
  }

  private boolean make(Path target, Path temporary, Content content, FileAttribute<?>... mode)
      throws IOException {
    write(temporary, content, mode);
    readBack(temporary, content);
    try {
      return linked(target, temporary);
    } catch (FileAlreadyExistsException e) {
      // NFS repeats a request whose answer was lost: then the file that is there is ours.
      return Files.isSameFile(target, temporary);
    }
  }

  private boolean linked(Path target, Path temporary) throws IOException {
    try {
      linker.link(target, temporary);
    } catch (UnsupportedOperationException e) {
      Files.move(temporary, target);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException e) {
      if (e.getReason() == null || !NO_LINKS.matcher(e.getReason()).find()) {
        throw e;
      }
      Files.move(temporary, target);
    }
    return true;
  }

  private static void write(Path temporary, Content content, FileAttribute<?>... mode)
      throws IOException {
    Files.deleteIfExists(temporary);
    try (FileChannel file = FileChannel.open(temporary, NEW, mode)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.bytes());
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
  }

  private static void readBack(Path file, Content content) throws IOException {
    if (!Content.of(Files.readAllBytes(file)).equals(content)) {
      throw new FileSystemException(file.toString(), null, SeedFailure.READS_DIFFERENT);
    }
  }

  /** Also of a file found there: an earlier run may have been cut before it came to this. */
  private static void sync(Path target) throws IOException {
    try (FileChannel file = FileChannel.open(target, StandardOpenOption.READ)) {
      file.force(true);
    }
    syncFolder(target.getParent());
  }

  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        // Another host was faster, on a seed that both have mounted.
      }
      syncFolder(folder.getParent());
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (IOException e) {
      if (e.getMessage() == null || !NO_FOLDER_SYNC.matcher(e.getMessage()).find()) {
        throw e;
      }
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // A hidden file that stays is harmless, and what failed before it matters more.
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
