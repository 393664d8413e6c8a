package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The copy that a good run left on the card; nothing is ever written to it through this port. */
final class KeptSeed implements Seed {
  private final FolderSeed copy;
  private final String missing;

  private KeptSeed(FolderSeed copy, String missing) {
    this.copy = copy;
    this.missing = missing;
  }

  /**
   * Empty if the card has none.
   *
   * @param missing what was looked for and is not there
   */
  static Optional<Seed> on(Path root, String missing) {
    Path folder = root.resolve(Layout.KEPT_SEED.value().substring(1));
    return Media.carriesSeed(folder)
        ? Optional.of(new KeptSeed(FolderSeed.under(root, folder), missing))
        : Optional.empty();
  }

  @Override
  public Optional<String> standsInFor() {
    return Optional.of(missing);
  }

  @Override
  public String place() {
    return copy.place();
  }

  @Override
  public String nameOf(String file) {
    return copy.nameOf(file);
  }

  @Override
  public Optional<HostPath> folder() {
    return copy.folder();
  }

  @Override
  public boolean writable() {
    return false;
  }

  @Override
  public Optional<Content> read(String name) {
    return copy.read(name);
  }

  @Override
  public List<String> list(String folder) {
    return copy.list(folder);
  }

  @Override
  public boolean publish(String name, Content content, String author) {
    throw new IllegalStateException("the copy of a seed is not published in: " + name);
  }

  @Override
  public void put(String name, Content content) {
    throw new IllegalStateException("the copy of a seed is not written to: " + name);
  }
}
