package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Sha256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes a snapshot of an image: what any run looks at, and what only baking puts there. */
public final class ImageObserver {
  private static final String KEY = "-key.pem";

  private final World world;
  private final Baking baking;
  private final Sha256 jar;

  public ImageObserver(World world, Baking baking) {
    this.world = world;
    this.baking = baking;
    this.jar = Sha256.of(baking.carried().jar().bytes());
  }

  public ImageFacts observe() {
    Facts facts = new Observer(world, baking.config(), Orders.NONE, also()).observe();
    String name = Layout.JAR.name();
    boolean jarThere = jar.equals(world.host().sums(Layout.JAR.parent(), List.of(name)).get(name));
    return new ImageFacts(facts, jarThere, keys(), earlierBirths());
  }

  private List<HostPath> also() {
    Stream<HostPath> paths =
        Stream.of(
            Layout.LAUNCHER,
            Layout.AT_BOOT,
            Layout.JAR,
            Layout.BOOT_SCRIPT,
            Layout.BOOT_CONF,
            Layout.BOOT_LINK,
            Layout.HOSTNAME,
            Layout.PRIVATE_SEED.parent());
    return paths.toList();
  }

  private List<HostPath> keys() {
    return Stream.of(Layout.ETC, Layout.PRIVATE_SEED, Layout.KEPT_SEED)
        .flatMap(this::in)
        .filter(path -> path.name().endsWith(KEY))
        .toList();
  }

  private Stream<HostPath> in(HostPath folder) {
    return world.host().list(folder).stream().map(folder::child);
  }

  private Map<String, Content> earlierBirths() {
    Map<String, Content> births = new HashMap<>();
    world.seed().list("").stream()
        .filter(Birth::isEarlierFile)
        .forEach(name -> births.put(name, world.seed().read(name).orElseThrow()));
    return births;
  }
}
