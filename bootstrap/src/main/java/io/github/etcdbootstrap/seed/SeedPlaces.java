package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the seed: where its owner said, else where a stick or the JAR's own folder carries one. */
public final class SeedPlaces {
  public static final String VARIABLE = "ETCD_BOOTSTRAP_SEED";

  private final Path root;
  private final List<String> lookedAt = new ArrayList<>();

  /** The places of the machine whose root is {@code root}: `/`, but for tests. */
  public SeedPlaces(Path root) {
    this.root = root;
  }

  /**
   * The first place that is given, else the first that carries a seed; where it is not there, the
   * copy that is kept on the card.
   *
   * @param flag the value of `--seed`
   * @param jarFolder the folder that the running JAR lies in
   * @throws BadInput if a place cannot be meant, if two media carry a seed, or if nothing does
   */
  public Seed find(Optional<String> flag, Map<String, String> environment, Path jarFolder) {
    lookedAt.clear();
    try {
      return given(flag, environment)
          .or(() -> beside(jarFolder))
          .or(this::onMedium)
          .orElseThrow(this::nowhere);
    } catch (NoSeed e) {
      return KeptSeed.on(root, e.missing()).orElseThrow(e::told);
    }
  }

  private Optional<Seed> given(Optional<String> flag, Map<String, String> environment) {
    return flag.map(place -> new GivenPlace("--seed", place, root).seed())
        .or(() -> variable(environment))
        .or(this::file);
  }

  private Optional<Seed> variable(Map<String, String> environment) {
    lookedAt.add(VARIABLE + " (not set)");
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(place -> !place.isBlank())
        .map(place -> new GivenPlace(VARIABLE, place, root).seed());
  }

  private Optional<Seed> file() {
    lookedAt.add(SeedSetting.FILE + " (not there)");
    return SeedSetting.read(root)
        .map(setting -> new GivenPlace(setting.where(), setting.place(), root).seedOfFile());
  }

  private Optional<Seed> beside(Path jarFolder) {
    String shown = FolderSeed.shownFrom(root, jarFolder).value();
    lookedAt.addAll(List.of(shown, shown + "/seed"));
    return Media.seedAt(jarFolder).map(folder -> FolderSeed.under(root, folder));
  }

  private Optional<Seed> onMedium() {
    lookedAt.add("/media/* and /media/*/seed");
    List<FolderSeed> seeds =
        Media.seeds(root.resolve("media")).stream()
            .map(folder -> FolderSeed.under(root, folder))
            .toList();
    if (seeds.size() > 1) {
      throw new BadInput(
          "two media carry a seed: "
              + String.join(" and ", seeds.stream().map(FolderSeed::place).toList()),
          "take one out, or name the right one: --seed " + seeds.get(0).place());
    }
    return seeds.stream().map(Seed.class::cast).findFirst();
  }

  private NoSeed nowhere() {
    return new NoSeed(
        new BadInput(
            "no seed found (a folder with cluster.yml); looked at " + String.join(", ", lookedAt),
            "plug the stick in and mount it, or say where it is: --seed FOLDER"));
  }
}
