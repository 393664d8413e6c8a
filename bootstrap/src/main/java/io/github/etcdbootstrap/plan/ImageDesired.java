package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.text.Quoted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What should be in an image: what `apply` makes on a host, but for what a card gets by running
 * (its install ID, marks, data), and what its machine needs to run this program by itself.
 */
final class ImageDesired {
  private static final String BAKED = "# Written by etcd-bootstrap bake";
  private static final Set<String> NO_NAME = Set.of("", "localhost", "localhost.localdomain");

  private final ImageFacts image;
  private final Facts facts;
  private final Baking baking;
  private final NodeConfig config;

  private ImageDesired(ImageFacts image, Baking baking) {
    this.image = image;
    this.facts = image.facts();
    this.baking = baking;
    this.config = baking.config();
  }

  /**
   * @param birth that a named member is to carry
   */
  static Desired of(ImageFacts image, Baking baking, Birth birth) {
    ImageDesired desired = new ImageDesired(image, baking);
    return new Desired(
        baking.config(),
        desired.folders(),
        desired.files(birth),
        Desired.links(baking.config().release()));
  }

  private List<Desired.Folder> folders() {
    List<Desired.Folder> folders = new ArrayList<>(Desired.folders(config));
    if (baking.named()) {
      folders.add(new Desired.Folder(Layout.PRIVATE_SEED.parent(), Ownership.root(0755)));
      folders.add(new Desired.Folder(Layout.PRIVATE_SEED, KeptCopy.FOLDER));
    }
    return folders;
  }

  private List<NodeFile> files(Birth birth) {
    List<NodeFile> files = new ArrayList<>(Desired.ofAnyMember(config, facts, baking.payload()));
    if (baking.named()) {
      files.addAll(0, Desired.certificates(config, facts));
      files.add(Desired.conf(config));
      hostname(files);
      files.addAll(seed(birth));
    }
    if (!keepsSetting(facts, baking)) {
      files.add(text(Layout.SEED_SETTING, seedSetting()));
    }
    carried(files, ClockCheck.earliest(facts, knownBirth(birth), knownMarks()));
    return files;
  }

  /** One that its owner gave is his. */
  private void hostname(List<NodeFile> files) {
    if (NO_NAME.contains(facts.identity().hostname())) {
      files.add(text(Layout.HOSTNAME, config.self().name() + "\n"));
    }
  }

  /** As a good run keeps it, and births before this one; the inventory comes last there too. */
  private List<NodeFile> seed(Birth birth) {
    List<NodeFile> files = new ArrayList<>();
    image.earlierBirths().forEach((name, content) -> files.add(secret(name, content)));
    files.addAll(KeptCopy.wanted(Layout.PRIVATE_SEED, facts.seed(), Optional.of(birth)));
    return files;
  }

  private static NodeFile secret(String name, Content content) {
    return new NodeFile(Layout.PRIVATE_SEED.child(name), content, KeptCopy.FILE);
  }

  /** What its owner said before is as good as what he says now. */
  static boolean keepsSetting(Facts facts, Baking baking) {
    return !baking.named()
        && baking.seedPlace().isEmpty()
        && ImagePlanner.isOwners(facts.file(Layout.SEED_SETTING));
  }

  static boolean isBaked(FileState setting) {
    return setting.content().filter(content -> content.text().startsWith(BAKED)).isPresent();
  }

  private String seedSetting() {
    String place =
        baking.named() ? Layout.PRIVATE_SEED.value() : baking.seedPlace().orElse(Baking.STICK);
    return BAKED + ": where this host finds its seed.\nseed: " + Quoted.of(place) + "\n";
  }

  /** A card without a seed of its own will see the one that it was baked from, or none of it. */
  private Optional<Birth> knownBirth(Birth birth) {
    return baking.named() ? Optional.of(birth) : facts.seed().birth();
  }

  private List<Mark> knownMarks() {
    return baking.named() ? List.of() : facts.seed().marks();
  }

  private void carried(List<NodeFile> files, Instant earliest) {
    Carried carried = baking.carried();
    if (!image.jarThere()) {
      files.add(new NodeFile(Layout.JAR, carried.jar(), Desired.TEXT));
    }
    files.add(new NodeFile(Layout.LAUNCHER, carried.launcher(), Desired.PROGRAM));
    files.add(new NodeFile(Layout.AT_BOOT, carried.atBoot(), Desired.PROGRAM));
    files.add(text(Layout.BOOT_CONF, bootConf(earliest)));
    files.add(new NodeFile(Layout.BOOT_SCRIPT, carried.bootScript(), Desired.PROGRAM));
  }

  private String bootConf(Instant earliest) {
    // Not a moment before it: the next whole second.
    Instant second = Instant.ofEpochSecond(earliest.plusNanos(999_999_999).getEpochSecond());
    return baking
        .carried()
        .bootConf()
        .text()
        .replace("@EARLIEST@", Long.toString(second.getEpochSecond()))
        .replace("@EARLIEST_IN_WORDS@", second.toString());
  }

  private static NodeFile text(HostPath path, String text) {
    return new NodeFile(path, Content.of(text), Desired.TEXT);
  }
}
