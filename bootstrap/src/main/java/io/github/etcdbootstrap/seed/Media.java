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
import java.util.stream.Stream;

/** The sticks and cards under `/media`. */
final class Media {
  private Media() {}

  /** Whatever is called so: one that is no file is told about, not passed over. */
  static boolean carriesSeed(Path folder) {
    return Files.exists(folder.resolve(ClusterSpec.FILE), LinkOption.NOFOLLOW_LINKS);
  }

  /** Folders of media that carry a seed; one that a link names a second time counts once. */
  static List<Path> seeds(Path media) {
    Map<Path, Path> byRealPath = new LinkedHashMap<>();
    for (Path medium : media(media)) {
      for (Path folder : List.of(medium, medium.resolve("seed"))) {
        if (carriesSeed(folder)) {
          byRealPath.putIfAbsent(real(folder), folder);
        }
      }
    }
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
