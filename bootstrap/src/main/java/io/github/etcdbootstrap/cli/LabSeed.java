package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.etcd.PinnedReleases;
import io.github.etcdbootstrap.host.LabFolder;
import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Folder;
import io.github.etcdbootstrap.plan.MintingClock;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.seed.ClusterFile;
import io.github.etcdbootstrap.seed.NewClusterFile;
import io.github.etcdbootstrap.seed.OwnersFolder;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The seed that all hosts of a lab share: made once, and found again by the next lab. */
final class LabSeed {
  private static final String CLUSTER = "lab";
  private static final int USUAL = 3;
  private static final Set<Integer> COUNTS = Set.of(1, 3, 5, 7);

  /** Loopback all the same, and nobody else's habit: an etcd of the machine has 127.0.0.1. */
  private static final String NETWORK = "127.23.79.";

  private static final Pattern TARBALL =
      Pattern.compile("(?:.*/)?(etcd-v(\\d+\\.\\d+\\.\\d+)-linux-(amd64|arm64)\\.tar\\.gz)");

  /** As it is written here. */
  private static final Pattern OWN_RELEASE = Pattern.compile("(?m)^etcd:\\n(  .*\\n)*");

  private final LabFolder folder;
  private final OwnersFolder seed;
  private final Consumer<String> said;

  /**
   * @param said what its owner should know, a line each
   */
  LabSeed(LabFolder folder, Consumer<String> said) {
    this.folder = folder;
    this.said = said;
    this.seed = OwnersFolder.at(folder.seed());
  }

  /**
   * @param members how many, if the owner said so
   * @param tarball of a release that is to be used instead of a download; for a lab in which none
   *     ran yet
   * @throws RefusedChange if something is to be issued by a clock that is wrong
   */
  ClusterSpec make(Optional<Integer> members, Optional<String> tarball, Clock clock) {
    if (members.filter(n -> !COUNTS.contains(n)).isPresent()) {
      throw new BadInput(
          "--members " + members.get() + ": expected 1, 3, 5 or 7", "give one of these");
    }
    boolean isNew = seed.read(ClusterSpec.FILE).isEmpty();
    Optional<Content> inventory =
        isNew ? Optional.of(inventory(members.orElse(USUAL), tarball, clock)) : Optional.empty();
    ClusterSpec spec =
        SeedMaker.quiet(seed, OwnersFolder.at(folder.authority()), clock)
            .make(inventory, SeedMaker.TEN_YEARS);
    int there = spec.members().size();
    if (members.filter(n -> n != there).isPresent()) {
      throw new BadInput(
          "--members %d: the lab in %s has %d".formatted(members.get(), folder.place(), there),
          "leave --members out, or name another folder with --dir, or remove that one");
    }
    return isNew ? spec : tarball.map(t -> withRelease(spec, t)).orElse(spec);
  }

  /** Its release was to be another, or could not be had; a lab that ran stays with its own. */
  private ClusterSpec withRelease(ClusterSpec spec, String tarball) {
    Matcher name = named(tarball);
    boolean sameVersion = spec.version().equals(EtcdVersion.parse(name.group(2)));
    if (sameVersion && sumOf(spec, name.group(3)).equals(folder.sumOf(tarball))) {
      folder.keepRelease(tarball, name.group(1));
      return spec;
    } else if (folder.hasInstalled() && sameVersion) {
      said.accept("the members keep their own build of etcd " + spec.version());
      return spec;
    } else if (folder.hasInstalled()) {
      throw new BadInput(
          "--etcd %s: the lab in %s runs etcd %s"
              .formatted(Shown.text(tarball), folder.place(), spec.version()),
          "leave --etcd out, or name another folder with --dir, or remove that one");
    }
    String old = seed.read(ClusterSpec.FILE).orElseThrow().text();
    Content changed = Content.of(OWN_RELEASE.matcher(old).replaceAll("") + release(tarball));
    ClusterSpec read = ClusterFile.read(seed.nameOf(ClusterSpec.FILE), changed);
    seed.replace(ClusterSpec.FILE, changed, Folder.Access.ALL);
    return read;
  }

  private static Sha256 sumOf(ClusterSpec spec, String processor) {
    Architecture architecture = Architecture.of(processor).orElseThrow();
    return PinnedReleases.load().of(spec, architecture, Optional.empty()).sum();
  }

  /** A release is not copied before it is known that its lab can be made. */
  private Content inventory(int members, Optional<String> tarball, Clock clock) {
    MintingClock.now(clock);
    List<Map.Entry<String, String>> names =
        IntStream.rangeClosed(1, members)
            .mapToObj(i -> Map.entry(CLUSTER + "-" + i, NETWORK + i))
            .toList();
    String text = NewClusterFile.of(CLUSTER, names, Optional.empty(), Optional.empty()).text();
    return Content.of(text + tarball.map(this::release).orElse(""));
  }

  /** The owner's word: the sum of what he named is the one that counts in this lab. */
  private String release(String tarball) {
    Matcher name = named(tarball);
    Sha256 sum = folder.keepRelease(tarball, name.group(1));
    return "etcd:\n  version: %s\n  sha256: {%s: %s}\n"
        .formatted(name.group(2), name.group(3), sum);
  }

  private static Matcher named(String tarball) {
    Matcher name = TARBALL.matcher(tarball);
    if (!name.matches()) {
      throw new BadInput(
          "--etcd " + Shown.text(tarball) + ": is not named like a release",
          "name a file etcd-vX.Y.Z-linux-amd64.tar.gz (or arm64)");
    }
    return name;
  }
}
