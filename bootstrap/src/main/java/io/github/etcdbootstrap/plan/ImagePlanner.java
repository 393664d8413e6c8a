package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.NodeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What differs in an image: the local changes of any run, and no decision about the membership,
 * which its machine makes when it boots. Pure.
 */
public final class ImagePlanner {
  private static final String SCRIPT = Layout.BOOT_SCRIPT.value();

  private final ImageFacts image;
  private final Facts facts;
  private final Baking baking;

  private ImagePlanner(ImageFacts image, Baking baking) {
    this.image = image;
    this.facts = image.facts();
    this.baking = baking;
  }

  /**
   * @throws io.github.etcdbootstrap.text.BadInput if the seed or the image is not fit for any plan
   */
  public static Plan plan(ImageFacts image, Baking baking) {
    return new ImagePlanner(image, baking).plan();
  }

  /** Whether a setting of where the seed is was written by somebody else. */
  public static boolean isOwners(FileState setting) {
    return setting.is(FileState.Kind.FILE) && !ImageDesired.isBaked(setting);
  }

  private Plan plan() {
    List<String> warnings = new ArrayList<>(facts.certificates().warnings());
    if (ImageDesired.keepsSetting(facts, baking)) {
      warnings.add(
          Layout.SEED_SETTING
              + " of this root is its owner's, and stays: it says where the seed is (--seed-place says"
              + " it anew)");
    }
    Optional<Refusal> refusal = new ImageRefusals(image, baking).first();
    if (refusal.isPresent()) {
      return Plan.refused(refusal.get(), warnings);
    }
    Birth birth = facts.seed().birth().orElseGet(this::birthToDraw);
    Desired desired = ImageDesired.of(image, baking, birth);
    Preconditions.checkImage(facts, desired);
    List<Change> changes = new ArrayList<>();
    if (baking.named() && facts.seed().birth().isEmpty()) {
      changes.add(drawing(birth));
    }
    changes.addAll(LocalChanges.between(facts, desired).now());
    if (!facts.file(Layout.BOOT_LINK).target().filter(SCRIPT::equals).isPresent()) {
      changes.add(new ServiceChange.EnableService(Layout.BOOT_SERVICE));
    }
    return Plan.of(changes, warnings);
  }

  /** For all cards that are baked from this seed: it is theirs before any of them boots. */
  private Change drawing(Birth birth) {
    return new StartChange.DrawBirth(
        facts.seed().place(),
        birth,
        facts.installId(),
        "draw the birth of cluster %s: its token".formatted(baking.config().spec().cluster()));
  }

  private Birth birthToDraw() {
    NodeConfig config = baking.config();
    String self = config.self().name().value();
    return Birth.of(config.spec(), facts.draws().tokenSuffix(), baking.when(), self);
  }
}
