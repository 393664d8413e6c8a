package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Puts a verified release in its folder, with the programs' own sums for later runs. */
final class ReleaseInstall {
  private ReleaseInstall() {}

  static Change.Outcome run(World world, Release release, HostPath folder) {
    try (Staging staging = world.host().stage(folder)) {
      Map<String, Sha256> sums = unpack(world, release, staging);
      staging.note(Layout.SUMS, toContent(sums));
      staging.commit();
      world.host().noteSums(folder, sums);
      return Change.Outcome.DONE;
    } catch (IOException e) {
      throw new HostFailure(
          folder + ": could not be put in place: " + e.getMessage(),
          "check the disk, then run again",
          e);
    }
  }

  /** Whether all programs are there, each as it was installed. */
  static boolean isWhole(Facts facts, Release release) {
    HostPath noted = Layout.release(release.version()).child(Layout.SUMS);
    return facts.programs().keySet().containsAll(Release.PROGRAMS)
        && facts.file(noted).content().filter(toContent(facts.programs())::equals).isPresent();
  }

  private static Map<String, Sha256> unpack(World world, Release release, Staging staging) {
    try {
      return world.releases().unpack(release, staging);
    } catch (HostFailure e) {
      if (world.seed().standsInFor().isEmpty()) {
        throw e;
      }
      throw new HostFailure(
          e.problem().cause(),
          "the seed may hold it, but the copy on this card does not: plug in the stick, or mount"
              + " it, then run again; or "
              + e.problem().remedy(),
          e);
    }
  }

  /** As `sha256sum` writes it, so that an owner can check with `sha256sum -c`. */
  static Content toContent(Map<String, Sha256> sums) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(sums).forEach((name, sum) -> text.append(sum + "  " + name + "\n"));
    return Content.of(text.toString());
  }
}
