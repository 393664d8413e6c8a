package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of a seed's folder by name, none of them outside it. */
final class SeedFiles {
  private static final int LARGEST = 1 << 20;

  /** At most one folder deep, no `.` or `..`; a stick may well carry names with spaces. */
  private static final Pattern NAME =
      Pattern.compile("(?!\\.{1,2}(/|$))[^/\\p{Cntrl}]+(/(?!\\.{1,2}$)[^/\\p{Cntrl}]+)?");

  private final Path folder;
  private final HostPath shown;

  SeedFiles(Path folder, HostPath shown) {
    this.folder = folder;
    this.shown = shown;
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The regular file of this name; empty if nothing is there. */
  Optional<Path> find(String name) {
    Optional<Path> path = inside(name);
    if (path.isPresent() && !Files.isRegularFile(path.get())) {
      throw new BadInput(shown.child(name) + ": is not a file", "remove it, or put the file there");
    }
    return path;
  }

  Optional<Path> findFolder(String name) {
    Optional<Path> path = inside(name);
    if (path.isPresent() && !Files.isDirectory(path.get())) {
      throw new BadInput(shown.child(name) + ": is not a folder", "move it out of the seed");
    }
    return path;
  }

  Content read(String name, Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new BadInput(
            shown.child(name) + ": is larger than 1 MiB",
            "check that this is the file you meant to put there");
      }
      return Content.of(bytes);
    } catch (IOException e) {
      throw SeedFailure.reading(shown.child(name).value(), e);
    }
  }

  /** Where a file of this name is written; the folder it lies in may not lead out either. */
  Path toWrite(String name) {
    Path path = folder.resolve(checked(name));
    if (!path.getParent().equals(folder)) {
      findFolder(folder.relativize(path.getParent()).toString());
    }
    return path;
  }

  /** A second file in the folder of {@code path}. */
  Path beside(Path path, String fileName) {
    return path.resolveSibling(checked(fileName));
  }

  private Optional<Path> inside(String name) {
    Path path = folder.resolve(checked(name));
    try {
      Path real = path.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw new BadInput(
            shown.child(name) + ": is a link that leads out of the seed, to " + real,
            "put the file itself there: other hosts see only the seed's folder");
      }
      return Optional.of(real);
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(path)) {
        throw new BadInput(
            shown.child(name) + ": is a link that leads nowhere", "put the file itself there");
      }
      if (!Files.isDirectory(folder)) {
        throw SeedFailure.reading(shown.value(), e);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw SeedFailure.reading(shown.child(name).value(), e);
    }
  }

  private String checked(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a file in a seed: " + name);
    }
    return name;
  }
}
