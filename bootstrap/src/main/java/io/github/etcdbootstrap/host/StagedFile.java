package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Staging;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** One file of a folder, under a hidden name until it is committed; not executable. */
final class StagedFile implements Staging {
  private final Path target;
  private final Path temporary;

  StagedFile(Path target) {
    this.target = target;
    this.temporary = target.resolveSibling("." + target.getFileName());
  }

  @Override
  public OutputStream create(String name) throws IOException {
    if (!target.endsWith(name)) {
      throw new IllegalArgumentException("not what is staged here: " + name);
    }
    return Files.newOutputStream(temporary);
  }

  @Override
  public void clear() throws IOException {
    Files.deleteIfExists(temporary);
  }

  @Override
  public void note(String name, Content content) {
    throw new UnsupportedOperationException(name);
  }

  @Override
  public void commit() throws IOException {
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(target.getParent());
  }

  @Override
  public void close() {
    try {
      clear();
    } catch (IOException e) {
      // Hidden, and written over the next time.
    }
  }
}
