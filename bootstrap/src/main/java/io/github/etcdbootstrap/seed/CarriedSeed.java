package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Seed;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A seed that lies on this machine while another one is made from it: no folder of that one's. */
public final class CarriedSeed implements Seed {
  private final Seed seed;

  public CarriedSeed(Seed seed) {
    this.seed = seed;
  }

  @Override
  public Optional<HostPath> folder() {
    return Optional.empty();
  }

  @Override
  public String place() {
    return seed.place();
  }

  @Override
  public String nameOf(String file) {
    return seed.nameOf(file);
  }

  @Override
  public boolean writable() {
    return seed.writable();
  }

  @Override
  public Optional<String> standsInFor() {
    return seed.standsInFor();
  }

  @Override
  public Optional<Content> read(String name) {
    return seed.read(name);
  }

  @Override
  public Optional<URI> file(String name) {
    return seed.file(name);
  }

  @Override
  public List<String> list(String folder) {
    return seed.list(folder);
  }

  @Override
  public boolean publish(String name, Content content, String author) {
    return seed.publish(name, content, author);
  }

  @Override
  public void put(String name, Content content) {
    seed.put(name, content);
  }
}
