package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Seed;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The seed as one run sees it; the stick may be pulled meanwhile. */
final class SimSeed implements Seed {
  static final HostPath STICK = HostPath.of("/media/usb");
  private static final HostPath COPY = HostPath.of("/boot/seed");
  private static final Content INVENTORY = Content.of("cluster: k3s-edge\n");

  private final SimWorld world;
  private final Pi pi;
  private final Run run;

  private SimSeed(SimWorld world, Pi pi, Run run) {
    this.world = world;
    this.pi = pi;
    this.run = run;
  }

  /** The seed, or the copy kept on the card; null if there is neither. */
  static Seed of(SimWorld world, Pi pi, Run run) {
    SimSeed seed = new SimSeed(world, pi, run);
    if (world.shelf.at(pi) != null) {
      return seed;
    }
    return pi.files.has(Layout.KEPT_SEED.child("cluster.yml")) ? new KeptSeed(pi) : null;
  }

  static String type(SimWorld world) {
    return world.kind == Kind.TRAVELLING ? "vfat" : "nfs4";
  }

  private TreeMap<String, Content> files() {
    TreeMap<String, Content> files = world.shelf.at(pi);
    if (files == null) {
      throw new HostFailure(place() + " is not there any more", "put the stick back in");
    }
    return files;
  }

  private HostPath shown() {
    boolean lie = world.broken == Broken.SEED_SAID_TO_BE_SHARED;
    return world.kind.isPrivate() && !lie ? COPY : STICK;
  }

  @Override
  public String place() {
    return shown().value();
  }

  @Override
  public String nameOf(String file) {
    return place() + "/" + file;
  }

  @Override
  public Optional<HostPath> folder() {
    return Optional.of(shown());
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public Optional<Content> read(String name) {
    TreeMap<String, Content> files = files();
    if (name.equals("cluster.yml")) {
      return Optional.of(INVENTORY);
    }
    return Optional.ofNullable(files.get(name)).or(() -> certificate(name));
  }

  private Optional<Content> certificate(String name) {
    boolean is = name.endsWith(".pem");
    return is ? Optional.of(PEMS.computeIfAbsent(name, Content::of)) : Optional.empty();
  }

  private static final ConcurrentHashMap<String, Content> PEMS = new ConcurrentHashMap<>();

  @Override
  public List<String> list(String folder) {
    TreeMap<String, Content> files = files();
    if (world.broken == Broken.MARKS_NOT_SEEN && folder.equals("members")) {
      return List.of();
    }
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return files.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(name -> !name.contains("/"))
        .toList();
  }

  @Override
  public boolean publish(String name, Content content, String author) {
    run.touch();
    boolean ours = files().putIfAbsent(name, content) == null;
    run.touch();
    return ours;
  }

  @Override
  public void put(String name, Content content) {
    run.touch();
    if (world.broken != Broken.MARKS_NOT_SHARED) {
      files().putIfAbsent(name, content);
    }
    run.touch();
  }

  /** The copy that is kept on the card. */
  private record KeptSeed(Pi pi) implements Seed {
    @Override
    public String place() {
      return Layout.KEPT_SEED.value();
    }

    @Override
    public String nameOf(String file) {
      return place() + "/" + file;
    }

    @Override
    public Optional<HostPath> folder() {
      return Optional.of(Layout.KEPT_SEED);
    }

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public Optional<String> standsInFor() {
      return Optional.of("no stick is in");
    }

    @Override
    public Optional<Content> read(String name) {
      return pi.files.look(Layout.KEPT_SEED.child(name)).content();
    }

    @Override
    public List<String> list(String folder) {
      return folder.isEmpty() ? pi.files.list(Layout.KEPT_SEED) : List.of();
    }

    @Override
    public boolean publish(String name, Content content, String author) {
      throw new IllegalStateException("a birth is drawn in the kept copy");
    }

    @Override
    public void put(String name, Content content) {
      throw new IllegalStateException(name + " is written to the kept copy");
    }
  }
}
