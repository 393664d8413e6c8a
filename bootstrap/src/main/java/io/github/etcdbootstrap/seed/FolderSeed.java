package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A seed that is a folder: on a stick, a card or a network mount. */
public final class FolderSeed implements Seed {
  private static final SeedWriter WRITER = new SeedWriter(Files::createLink);

  private final Path folder;
  private final HostPath shown;
  private final SeedFiles files;
  private final Optional<Object> device;
  private final boolean carried;

  private FolderSeed(Path folder, HostPath shown) {
    this.folder = folder;
    this.shown = shown;
    this.files = new SeedFiles(folder, shown);
    this.device = deviceOf(folder);
    this.carried = Media.carriesSeed(folder);
  }

  public static FolderSeed of(Path folder) {
    return under(Path.of("/"), folder);
  }

  /** A seed on the machine whose root is {@code root}: messages name it as that machine does. */
  static FolderSeed under(Path root, Path folder) {
    return new FolderSeed(folder, shownFrom(root, folder));
  }

  static HostPath shownFrom(Path root, Path path) {
    Path full = path.toAbsolutePath().normalize();
    Path base = root.toAbsolutePath().normalize();
    return HostPath.of(full.startsWith(base) ? "/" + base.relativize(full) : full.toString());
  }

  @Override
  public String place() {
    return shown.value();
  }

  @Override
  public String nameOf(String file) {
    return shown.child(file).value();
  }

  @Override
  public Optional<HostPath> folder() {
    return Optional.of(shown);
  }

  @Override
  public boolean writable() {
    return Files.isWritable(folder) && !isOnReadOnlyMount();
  }

  @Override
  public Optional<Content> read(String name) {
    return ofThisSeed(files.find(name).map(path -> files.read(name, path)));
  }

  @Override
  public Optional<URI> file(String name) {
    return ofThisSeed(files.find(name).map(Path::toUri));
  }

  @Override
  public List<String> list(String name) {
    Optional<Path> listed = name.isEmpty() ? Optional.of(folder) : files.findFolder(name);
    return ofThisSeed(listed.map(path -> names(name, path)).orElse(List.of()));
  }

  @Override
  public boolean publish(String name, Content content, String author) {
    Path target = ofThisSeed(files.toWrite(name));
    String base = target.getFileName().toString().replaceFirst("\\.yml$", "");
    try {
      return ofThisSeed(
          WRITER.publish(target, files.beside(target, "." + base + "-" + author), content));
    } catch (IOException e) {
      throw SeedFailure.writing(nameOf(name), e);
    }
  }

  @Override
  public void put(String name, Content content) {
    Path target = ofThisSeed(files.toWrite(name));
    try {
      WRITER.put(target, files.beside(target, "." + target.getFileName() + "-new"), content);
      ofThisSeed(target);
    } catch (IOException e) {
      throw SeedFailure.writing(nameOf(name), e);
    }
  }

  /**
   * Where a stick is pulled, its mount point is still a folder, an empty one, of this host's own
   * card: a birth that is drawn there is seen by nobody else, and they draw another.
   */
  private <T> T ofThisSeed(T seen) {
    Optional<Object> now = deviceOf(folder);
    boolean another = device.isPresent() && now.isPresent() && !now.equals(device);
    if (another || now.isPresent() && carried && !Media.carriesSeed(folder)) {
      throw new HostFailure(
          place() + ": is no longer the disk or share that this run began with",
          "put the stick back in and mount it, then run again");
    }
    return seen;
  }

  private static Optional<Object> deviceOf(Path folder) {
    try {
      return Optional.of(Files.getAttribute(folder, "unix:dev"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private List<String> names(String name, Path listed) {
    try (Stream<Path> entries = Files.list(listed)) {
      return entries
          .filter(FolderSeed::canBeNamed)
          .map(entry -> entry.getFileName().toString())
          .filter(SeedFiles::isName)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw SeedFailure.reading(name.isEmpty() ? place() : nameOf(name), e);
    }
  }

  /** In the C locale Java lists a name such as `grün` but cannot open it; it is none of ours. */
  private static boolean canBeNamed(Path entry) {
    try {
      return entry.resolveSibling(entry.getFileName().toString()).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private boolean isOnReadOnlyMount() {
    try {
      FileStore store = Files.getFileStore(folder);
      return store.isReadOnly();
    } catch (IOException e) {
      // Not every mount is found by its path; what writing says is the truth then.
      return false;
    }
  }
}
