package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.text.ShellWord;
import io.github.etcdbootstrap.text.Shown;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns what the machine says about a file into a line of cause and a line of what to do. */
final class Failures {
  private static final long MEBIBYTE = 1 << 20;

  private Failures() {}

  /**
   * @param doing such as `writing`
   * @param where the path as the owner knows it, at which it was done
   */
  static HostFailure of(String doing, Path where, IOException e) {
    return of(doing, where, where, e);
  }

  static HostFailure of(String doing, Object path, Path real, IOException e) {
    return of(doing, path, real, 0, e);
  }

  /**
   * @param needed bytes that were to be written, or 0 if that is not known
   */
  static HostFailure of(String doing, Object path, Path real, long needed, IOException e) {
    String reason = reason(e);
    if (reason.contains("No space left") || reason.contains("quota exceeded")) {
      return noRoom(path, real, needed, e);
    }
    return new HostFailure(doing + " " + path + ": " + reason, remedy(reason, real), e);
  }

  private static HostFailure noRoom(Object path, Path real, long needed, IOException e) {
    Path folder = real.getParent() == null ? real : real.getParent();
    long bytes = folder.toFile().getUsableSpace();
    String free = Shown.mebibytes(bytes);
    String need = needed > 0 ? Shown.mebibytesNeeded(needed) + " needed by " : "needed by ";
    return new HostFailure(
        "no room left on the disk of " + folder + ": free " + free + ", " + need + path,
        (bytes > needed + MEBIBYTE
                ? "make room there (it has bytes left: are there too many files, see df -i, or a"
                    + " quota?)"
                : "make room there")
            + ", then run again: it goes on where it stopped",
        e);
  }

  /** The disk could not give back what lies there. */
  static boolean isOfTheDisk(IOException e) {
    return isOfTheDisk(reason(e));
  }

  private static String word(Path path) {
    return ShellWord.of(path.toString());
  }

  private static boolean isOfTheDisk(String reason) {
    return reason.contains("Input/output");
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      return "something of this name already exists";
    } else if (e instanceof AtomicMoveNotSupportedException) {
      return "it lies on another file system";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason;
  }

  /** Every run is root's already, but for a lab's. */
  private static String remedy(String reason, Path real) {
    if (reason.contains("Read-only")) {
      return "mount it writable; a card that turned read-only by itself is failing: see dmesg";
    } else if (reason.contains("not permitted")) {
      return "see with `lsattr -d %s %s` whether it may not be changed: `chattr -i` or `chattr -a`"
              .formatted(word(real.getParent()), word(real))
          + " lets it, then run again";
    } else if (reason.contains("permission denied")) {
      return "see its owner and mode with `ls -ld %s`, and those of the folders above; a network"
              .formatted(word(real))
          + " file system may keep root out too";
    } else if (isOfTheDisk(reason)) {
      return "the disk is failing or was pulled: see dmesg";
    }
    return "look at what is there and correct it, then run again";
  }
}
