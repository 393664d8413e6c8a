package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what the seed remembers, and whether all nodes see the same one. */
final class SeedObserver {
  private static final Set<String> NETWORK =
      Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "fuse.sshfs", "ceph", "glusterfs");

  private final World world;
  private final NodeConfig config;

  SeedObserver(World world, NodeConfig config) {
    this.world = world;
    this.config = config;
  }

  Facts.SeedFacts observe() {
    Seed seed = world.seed();
    Optional<Birth> birth = Optional.empty();
    Optional<Problem> unreadable = Optional.empty();
    Optional<Content> content = seed.read(Birth.FILE);
    if (content.isPresent()) {
      try {
        birth = Optional.of(Birth.read(seed.nameOf(Birth.FILE), content.get()));
      } catch (BadInput e) {
        unreadable = Optional.of(e.problems().get(0));
      }
    }
    Optional<String> whyNot = whyNotShared();
    return new Facts.SeedFacts(
        seed.place(),
        whyNot.isEmpty(),
        whyNot.orElse(""),
        isWritable(),
        birth,
        unreadable,
        earlierBirths(),
        marks(),
        Observer.certificates(seed, config.certificates()),
        texts(content),
        seed.standsInFor());
  }

  private Map<String, Content> texts(Optional<Content> birth) {
    Map<String, Content> texts = new HashMap<>();
    birth.ifPresent(content -> texts.put(Birth.FILE, content));
    for (String name : List.of(ClusterSpec.FILE, Seed.TEMPLATE)) {
      world.seed().read(name).ifPresent(content -> texts.put(name, content));
    }
    return texts;
  }

  private List<Birth> earlierBirths() {
    List<Birth> births = new ArrayList<>();
    for (String name : world.seed().list("")) {
      if (Birth.isEarlierFile(name)) {
        births.add(Birth.read(world.seed().nameOf(name), world.seed().read(name).orElseThrow()));
      }
    }
    return births;
  }

  private List<Mark> marks() {
    return world.seed().list(Seed.MARKS).stream()
        .map(this::mark)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Mark> mark(String name) {
    Content content = world.seed().read(Seed.MARKS + "/" + name).orElse(Content.of(""));
    return Mark.read(name, content);
  }

  private boolean isWritable() {
    boolean mounted =
        world.seed().folder().filter(f -> world.host().mount(f).writable()).isPresent();
    return mounted && world.seed().standsInFor().isEmpty() && world.seed().writable();
  }

  /** Shared: writable, and on another disk than root, boot and data. */
  private Optional<String> whyNotShared() {
    if (world.seed().standsInFor().isPresent()) {
      return Optional.of("it is the copy kept on this card");
    }
    Optional<HostPath> folder = world.seed().folder();
    if (folder.isEmpty()) {
      return Optional.of(world.seed().place() + " is not a folder");
    }
    Host.Mount mount = world.host().mount(folder.get());
    if (!mount.writable() || !world.seed().writable()) {
      return Optional.of(world.seed().place() + " is read-only");
    } else if (mount.inMemory()) {
      return Optional.of(world.seed().place() + " lies in memory (" + mount.type() + ")");
    } else if (NETWORK.contains(mount.type())) {
      return Optional.empty();
    }
    return Stream.of(HostPath.of("/"), HostPath.of("/boot"), config.dataDir())
        .filter(path -> sharesDisk(mount, world.host().mount(path)))
        .findFirst()
        .map(path -> world.seed().place() + " is on the same disk as " + path);
  }

  private static boolean sharesDisk(Host.Mount one, Host.Mount other) {
    return one.disks().stream().anyMatch(other.disks()::contains);
  }
}
