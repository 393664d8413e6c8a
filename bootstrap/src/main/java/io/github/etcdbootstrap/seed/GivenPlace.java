package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place that its owner named: the seed is there, or he is told; no other such place is tried.
 *
 * @param where it is named: a flag, a variable, a line of a file
 */
record GivenPlace(String where, String place, Path root) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  /** As a command line means it: relative to the working folder. */
  Seed seed() {
    return seedIn(path());
  }

  /** As a file of the machine means it: from the machine's root. */
  Seed seedOfFile() {
    Path path = path();
    if (!path.isAbsolute()) {
      throw bad("is not an absolute path", "begin it with a slash, or write a file: URI");
    }
    return seedIn(root.resolve(path.getRoot().relativize(path)));
  }

  private Path path() {
    if (place.isBlank()) {
      throw bad("is empty", "name the folder that holds cluster.yml");
    }
    try {
      return SCHEME.matcher(place).matches() ? pathOfUri() : Path.of(place);
    } catch (InvalidPathException e) {
      throw bad("is not a path", "name the folder that holds cluster.yml");
    }
  }

  private Path pathOfUri() {
    if (!place.regionMatches(true, 0, "file:", 0, "file:".length())) {
      throw bad(
          "is not supported yet; a seed must be a folder",
          "copy the seed to a folder or a stick and name that");
    }
    try {
      return Path.of(URI.create(place));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw bad("is not a file: URI of a folder", "write it such as file:///media/usb/seed");
    }
  }

  private Seed seedIn(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    Optional<Path> there = Media.seedAt(whole);
    if (there.isPresent()) {
      return FolderSeed.under(root, there.get());
    }
    String folder = Shown.text(FolderSeed.shownFrom(root, whole).value());
    if (!Files.exists(path)) {
      throw new NoSeed(
          bad("there is no folder " + folder, "mount it (is the stick in?) or correct it"));
    } else if (!Files.isDirectory(path)) {
      throw bad(folder + " is a file", "name the folder that holds cluster.yml");
    }
    String file = folder + "/" + ClusterSpec.FILE;
    throw new NoSeed(
        bad(
            "there is no " + file,
            "name the folder that holds cluster.yml, or that has a folder `seed` with it"));
  }

  private BadInput bad(String what, String remedy) {
    return new BadInput(where + " " + Shown.place(place) + ": " + what, remedy);
  }
}
