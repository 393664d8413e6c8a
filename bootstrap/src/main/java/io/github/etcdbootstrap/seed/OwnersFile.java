package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A small file that the owner names on the command line. */
public final class OwnersFile {
  private static final int LARGEST = 1 << 20;

  private OwnersFile() {}

  /**
   * What is in it.
   *
   * @param where it is named: a flag
   * @throws BadInput if it is not there, or is none
   */
  public static Content read(String where, String path) {
    String name = where + " " + Shown.place(path);
    try {
      Path file = Path.of(path);
      // A pipe will do: a shell's <(pass show x) is one.
      if (!Files.exists(file) || Files.isDirectory(file)) {
        throw new BadInput(
            name + (Files.exists(file) ? ": is not a file" : ": is not there"),
            "name another file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          throw new BadInput(name + ": is larger than 1 MiB", "check that this is the file");
        }
        return Content.of(bytes);
      }
    } catch (InvalidPathException e) {
      throw new BadInput(name + ": is not a path", "name a file");
    } catch (IOException e) {
      throw SeedFailure.reading(path, e);
    }
  }
}
