package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Folder;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A folder that is made where the program runs as its owner, not as a host's root. */
public final class OwnersFolder implements Folder {
  private static final SeedWriter WRITER = new SeedWriter(Files::createLink);

  private static final Set<PosixFilePermission> ALONE =
      PosixFilePermissions.fromString("rwx------");
  private static final String NEW = "-new";
  private static final Pattern LEFT = Pattern.compile("\\..+\\.(pem|yml)" + NEW);

  private final Path folder;
  private final SeedFiles files;

  private OwnersFolder(Path folder) {
    this.folder = folder;
    this.files = new SeedFiles(folder, FolderSeed.shownFrom(Path.of("/"), folder));
  }

  /**
   * The folder of this path, relative to where the program runs; it need not be there yet.
   *
   * @throws BadInput if it cannot be one
   */
  public static OwnersFolder at(String path) {
    try {
      Path folder = Path.of(path).toAbsolutePath().normalize();
      if (path.isBlank()) {
        throw new BadInput("the name of a folder is empty", "name one");
      } else if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new BadInput(Shown.text(path) + ": is not a folder", "name another one");
      }
      return new OwnersFolder(folder);
    } catch (InvalidPathException e) {
      throw new BadInput(Shown.text(path) + ": is not a path", "name a folder");
    }
  }

  @Override
  public void make(Access access) {
    try {
      Files.createDirectories(folder.getParent());
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, mode(access == Access.ALL ? "rwxr-xr-x" : "rwx------"));
      }
      if (access == Access.OWNER_ALONE && !Files.getPosixFilePermissions(folder).equals(ALONE)) {
        Files.setPosixFilePermissions(folder, ALONE);
      }
    } catch (FileAlreadyExistsException e) {
      throw new BadInput(
          e.getFile() + ": is not a folder",
          "move it away, or name another folder than" + " " + place());
    } catch (IOException e) {
      throw SeedFailure.writing(place(), e);
    }
  }

  /** Keeps other runs out of it, once it is made. */
  public FolderLock lock() {
    return FolderLock.of(folder);
  }

  /** Whether {@code other} is this folder, or lies in it, through links too. */
  public boolean holds(OwnersFolder other) {
    return real(other.folder).startsWith(real(folder));
  }

  /** Whether it lies on a stick or a card, which may be carried to hosts. */
  public boolean isOnMedium() {
    return Media.isBelowMedia(real(folder));
  }

  /** Whether the two lie on one such stick. */
  public boolean isOnOneMediumWith(OwnersFolder other) {
    return isOnMedium() && other.isOnMedium() && store(folder).equals(store(other.folder));
  }

  /** As a run on a host sees it. */
  public FolderSeed asSeed() {
    return FolderSeed.of(folder);
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public String nameOf(String file) {
    return folder.resolve(file).toString();
  }

  @Override
  public Optional<Content> read(String name) {
    return Files.isDirectory(folder)
        ? files.find(name).map(path -> files.read(name, path))
        : Optional.empty();
  }

  @Override
  public boolean add(String name, Content content, Access access) {
    try {
      return WRITER.publish(files.toWrite(name), temporary(name), content, modeOf(access));
    } catch (IOException e) {
      throw SeedFailure.writing(nameOf(name), e);
    }
  }

  @Override
  public void replace(String name, Content content, Access access) {
    try {
      WRITER.replace(files.toWrite(name), temporary(name), content, modeOf(access));
    } catch (IOException e) {
      throw SeedFailure.writing(nameOf(name), e);
    }
  }

  @Override
  public void remove(String name) {
    try {
      WRITER.remove(files.toWrite(name));
    } catch (IOException e) {
      throw SeedFailure.writing(nameOf(name), e);
    }
  }

  /** Removes what runs that were killed had half written. */
  public void tidy() {
    if (Files.isDirectory(folder)) {
      asSeed().list("").stream().filter(LEFT.asMatchPredicate()).forEach(this::remove);
    }
  }

  /** Of the same name each time: what a run that was killed left is the next one's to remove. */
  private Path temporary(String name) {
    return folder.resolve("." + name + NEW);
  }

  private static FileAttribute<Set<PosixFilePermission>> modeOf(Access access) {
    return mode(access == Access.ALL ? "rw-r--r--" : "rw-------");
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  private static Optional<FileStore> store(Path path) {
    try {
      return Optional.of(Files.getFileStore(nearest(path)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Of what is not there yet: by the nearest folder above it that is. */
  private static Path real(Path path) {
    Path above = nearest(path);
    try {
      return above.toRealPath().resolve(above.relativize(path));
    } catch (IOException e) {
      return path;
    }
  }

  private static Path nearest(Path path) {
    Path above = path;
    while (above.getParent() != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
      above = above.getParent();
    }
    return above;
  }
}
