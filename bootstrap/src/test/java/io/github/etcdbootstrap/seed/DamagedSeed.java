package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.text.Damaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What `seed` reads, to be read damaged. */
public final class DamagedSeed {
  private DamagedSeed() {}

  /** {@code root}: a folder for the machine's root. */
  public static List<Damaged> in(Path root) throws IOException {
    Path seed = Files.createDirectories(root.resolve("media/usb"));
    Files.writeString(seed.resolve("cluster.yml"), "");
    Files.createDirectories(root.resolve("etc"));
    return List.of(
        new Damaged(
            SeedSetting.FILE,
            Damaged.SOME,
            file -> {
              Path setting = root.resolve(SeedSetting.FILE.substring(1));
              Files.write(setting, file);
              return said(root);
            },
            "seed: /media/usb\n",
            "# here\nseed: \"file:///media/usb\"\n"));
  }

  private static List<String> said(Path root) {
    try {
      SeedSetting.read(root)
          .ifPresent(s -> new GivenPlace(s.where(), s.place(), root).seedOfFile());
      return List.of();
    } catch (NoSeed e) {
      throw e.told();
    }
  }
}
