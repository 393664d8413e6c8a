package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps two that make or renew a seed apart; the kernel gives it back however one ends. */
public final class FolderLock implements AutoCloseable {
  private final Path file;
  private final Optional<FileChannel> held;

  private FolderLock(Path file, Optional<FileChannel> held) {
    this.file = file;
    this.held = held;
  }

  /**
   * Where no file can be made, or be locked, nothing is held: there nothing is written either, or
   * nobody can be kept out.
   *
   * @throws HostFailure if another has it
   */
  static FolderLock of(Path folder) {
    Path file = folder.resolve(".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isOurs(channel)) {
        return new FolderLock(file, Optional.of(channel));
      }
      channel.close();
    } catch (IOException e) {
      return new FolderLock(file, Optional.empty());
    }
    throw new HostFailure(
        folder + ": another run is making or renewing what is in it",
        "wait for its end, then run again");
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Removed while it is held. */
  @Override
  public void close() {
    try {
      if (held.isPresent()) {
        Files.deleteIfExists(file);
        held.get().close();
      }
    } catch (IOException e) {
      // A hidden file that stays is harmless.
    }
  }
}
