package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.ClusterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The sticks and cards under `/media`. */
final class Media {
  private static final String SEED = "seed";

  /** Where sticks and cards are mounted, by hand or by a desktop. */
  private static final List<Path> PLACES =
      List.of(Path.of("/media"), Path.of("/run/media"), Path.of("/mnt"), Path.of("/Volumes"));

  private Media() {}

  static boolean isBelowMedia(Path path) {
    return PLACES.stream().anyMatch(place -> path.startsWith(place) && !path.equals(place));
  }

  /** Whatever is called so: one that is no file is told about, not passed over. */
  static boolean carriesSeed(Path folder) {
    return Files.exists(folder.resolve(ClusterSpec.FILE), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The seed that is meant by a place, wherever that is named: the place itself, else `seed` in it.
   * openrc/at-boot has the same rule.
   */
  static Optional<Path> seedAt(Path place) {
    return Stream.of(place, place.resolve(SEED)).filter(Media::carriesSeed).findFirst();
  }

  /** Folders of media that carry a seed; one that a link names a second time counts once. */
  static List<Path> seeds(Path media) {
    Map<Path, Path> byRealPath = new LinkedHashMap<>();
    media(media).stream()
        .flatMap(medium -> seedAt(medium).stream())
        .forEach(folder -> byRealPath.putIfAbsent(real(folder), folder));
    return List.copyOf(byRealPath.values());
  }

  private static List<Path> media(Path media) {
    try (Stream<Path> entries = Files.list(media)) {
      return entries.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder;
    }
  }
}
