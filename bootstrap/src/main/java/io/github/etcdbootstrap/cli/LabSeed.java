package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.LabFolder;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.MintingClock;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.seed.NewClusterFile;
import io.github.etcdbootstrap.seed.OwnersFolder;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final LabFolder folder;
  private final OwnersFolder seed;

  LabSeed(LabFolder folder) {
    this.folder = folder;
    this.seed = OwnersFolder.at(folder.seed());
  }

  /**
   * @param members how many, if the owner said so
   * @param tarball of a release that is to be used instead of a download; for a new lab
   * @throws RefusedChange if something is to be issued by a clock that is wrong
   */
  ClusterSpec make(Optional<Integer> members, Optional<String> tarball, Clock clock) {
    if (members.filter(n -> !COUNTS.contains(n)).isPresent()) {
      throw new BadInput(
          "--members " + members.get() + ": expected 1, 3, 5 or 7", "give one of these");
    }
    Optional<Content> inventory =
        seed.read(ClusterSpec.FILE).isPresent()
            ? Optional.empty()
            : Optional.of(inventory(members.orElse(USUAL), tarball, clock));
    ClusterSpec spec =
        SeedMaker.quiet(seed, OwnersFolder.at(folder.authority()), clock)
            .make(inventory, SeedMaker.TEN_YEARS);
    int there = spec.members().size();
    if (members.filter(n -> n != there).isPresent()) {
      throw new BadInput(
          "--members %d: the lab in %s has %d".formatted(members.get(), folder.place(), there),
          "leave --members out, or name another folder with --dir, or remove that one");
    }
    return spec;
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
    Matcher name = TARBALL.matcher(tarball);
    if (!name.matches()) {
      throw new BadInput(
          "--etcd " + Shown.text(tarball) + ": is not named like a release",
          "name a file etcd-vX.Y.Z-linux-amd64.tar.gz (or arm64)");
    }
    Sha256 sum = folder.keepRelease(tarball, name.group(1));
    return "etcd:\n  version: %s\n  sha256: {%s: %s}\n"
        .formatted(name.group(2), name.group(3), sum);
  }
}
