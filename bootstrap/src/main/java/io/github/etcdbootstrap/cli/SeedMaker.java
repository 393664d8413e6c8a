package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.pki.AuthorityFolder;
import io.github.etcdbootstrap.pki.CertificateCheck;
import io.github.etcdbootstrap.pki.Drawn;
import io.github.etcdbootstrap.pki.HostCertificates;
import io.github.etcdbootstrap.pki.Issuance;
import io.github.etcdbootstrap.pki.Passphrase;
import io.github.etcdbootstrap.pki.Profile;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Folder;
import io.github.etcdbootstrap.plan.MintingClock;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.seed.ClusterFile;
import io.github.etcdbootstrap.seed.FolderLock;
import io.github.etcdbootstrap.seed.OwnersFolder;
import io.github.etcdbootstrap.seed.SeedCertificates;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a seed whole: cluster.yml, the certificates of all its members, its birth. What is there
 * stays; so the same again goes on where a run was cut.
 */
final class SeedMaker {
  static final Duration TEN_YEARS = Duration.ofDays(3653);

  private static final String AUTHOR = "seed-init";
  private static final int SUFFIX_BYTES = 4;

  private static final String UNDRAWN =
      ": not drawn, since certificates were here before and the cluster may run already; the first"
          + " run on a host draws or records it";

  private final OwnersFolder folder;
  private final OwnersFolder authority;
  private final Passphrase passphrase;
  private final Clock clock;
  private final Consumer<String> said;

  /**
   * @param authority where the key of the certificate authority lies, outside the seed
   * @param said what was done, a line each
   */
  SeedMaker(
      OwnersFolder folder,
      OwnersFolder authority,
      Passphrase passphrase,
      Clock clock,
      Consumer<String> said) {
    this.folder = folder;
    this.authority = authority;
    this.passphrase = passphrase;
    this.clock = clock;
    this.said = said;
  }

  /** Without a passphrase and without a word. */
  static SeedMaker quiet(OwnersFolder folder, OwnersFolder authority, Clock clock) {
    return new SeedMaker(folder, authority, Passphrase.NONE, clock, line -> {});
  }

  /**
   * Makes what is missing.
   *
   * @param clusterYml for a folder that has none
   * @param length for how long what is issued is valid
   * @throws BadInput if anything that is there is not as it should be; nothing is written then
   * @throws RefusedChange if something is to be issued by a clock that is wrong; the same
   */
  ClusterSpec make(Optional<Content> clusterYml, Duration length) {
    requireApart();
    Optional<Content> there = folder.read(ClusterSpec.FILE);
    Content inventory = there.or(() -> clusterYml).orElseThrow(this::nothingSaid);
    ClusterSpec spec = read(inventory);
    clusterYml.map(this::read).filter(said -> !said.equals(spec)).ifPresent(this::saidOtherwise);
    if (there.isEmpty()) {
      MintingClock.now(clock);
    }
    folder.make(Folder.Access.ALL);
    boolean mayRun = hasCertificates();
    FolderLock lock = folder.lock();
    try {
      issuance(length).complete(spec.cluster(), profiles(spec));
      requireGood(spec);
      if (there.isEmpty()) {
        drawBirth(spec);
        folder.add(ClusterSpec.FILE, inventory, Folder.Access.ALL);
        said.accept(folder.nameOf(ClusterSpec.FILE) + ": the inventory");
      } else if (!isBorn()) {
        drawBirthUnless(mayRun, spec);
      }
    } finally {
      lock.close();
    }
    return spec;
  }

  /**
   * Issues all certificates again.
   *
   * @param newKeys for new keys too
   * @return whether the authority's own was renewed too, for which hosts restart etcd
   * @throws BadInput if anything that is there is not as it should be; nothing is written then
   */
  boolean renew(Duration length, boolean newKeys) {
    MintingClock.now(clock);
    requireApart();
    Content inventory = folder.read(ClusterSpec.FILE).orElseThrow(this::noSeed);
    ClusterSpec spec = read(inventory);
    FolderLock lock = folder.lock();
    try {
      boolean authorityToo = issuance(length).renew(spec.cluster(), profiles(spec), newKeys);
      requireGood(spec);
      return authorityToo;
    } finally {
      lock.close();
    }
  }

  private Issuance issuance(Duration length) {
    folder.tidy();
    authority.tidy();
    return new Issuance(folder, new AuthorityFolder(authority, passphrase), clock, length, said);
  }

  private void requireApart() {
    if (folder.holds(authority) || authority.holds(folder)) {
      throw new BadInput(
          authority.place() + ": is in the seed, or the seed in it",
          "keep the authority's key elsewhere: it goes to no host");
    }
  }

  /** As a run on each of its hosts will judge it. */
  private void requireGood(ClusterSpec spec) {
    Seed seed = folder.asSeed();
    Set<Problem> problems = new LinkedHashSet<>();
    for (Member self : spec.members()) {
      CertificateFiles files = SeedCertificates.of(seed, spec, self.name());
      Endpoints endpoints = NodeConfigs.endpoints(seed, spec, self, files);
      problems.addAll(
          new CertificateCheck(seed, clock)
              .check(new HostCertificates(spec, self, endpoints, files), Certificates.Depth.FULL)
              .problems());
    }
    if (!problems.isEmpty()) {
      throw new BadInput(List.copyOf(problems));
    }
  }

  private ClusterSpec read(Content inventory) {
    return ClusterFile.read(folder.nameOf(ClusterSpec.FILE), inventory);
  }

  private BadInput nothingSaid() {
    return new BadInput(
        folder.nameOf(ClusterSpec.FILE) + ": is not there",
        "say what the cluster is: --cluster NAME --member NAME=ADDRESS");
  }

  private BadInput noSeed() {
    return new BadInput(
        folder.nameOf(ClusterSpec.FILE) + ": is not there",
        "name the seed's folder: --seed FOLDER; one is made by seed init");
  }

  private void saidOtherwise(ClusterSpec said) {
    throw new BadInput(
        folder.nameOf(ClusterSpec.FILE) + ": already exists, but says something else",
        "edit it, then run again without these options");
  }

  private List<Profile> profiles(ClusterSpec spec) {
    Seed seed = folder.asSeed();
    List<Profile> profiles = new ArrayList<>();
    Map<String, List<Member>> servers = new LinkedHashMap<>();
    for (Member member : spec.members()) {
      CertificateFiles files = SeedCertificates.toMake(seed, spec, member.name());
      profiles.add(Profile.peer(files.peer(), spec, member));
      servers.computeIfAbsent(files.server(), file -> new ArrayList<>()).add(member);
    }
    servers.forEach((file, members) -> profiles.add(Profile.server(file, spec, members)));
    profiles.add(Profile.client());
    return profiles;
  }

  private boolean hasCertificates() {
    return folder.asSeed().list("").stream().anyMatch(name -> name.endsWith(".pem"));
  }

  private boolean isBorn() {
    return folder.read(Birth.FILE).isPresent() || !folder.asSeed().list(Seed.MARKS).isEmpty();
  }

  /** A seed whose cluster.yml was put there by hand. */
  private void drawBirthUnless(boolean mayRun, ClusterSpec spec) {
    if (mayRun) {
      said.accept(folder.nameOf(Birth.FILE) + UNDRAWN);
    } else {
      drawBirth(spec);
    }
  }

  /**
   * While no host can take this folder for a seed: what is drawn later, the first of them draws.
   */
  private void drawBirth(ClusterSpec spec) {
    Birth birth = Birth.of(spec, Drawn.hex(SUFFIX_BYTES), clock.now().toString(), AUTHOR);
    if (folder.add(Birth.FILE, birth.toContent(), Folder.Access.ALL)) {
      said.accept(
          folder.nameOf(Birth.FILE)
              + ": the birth's token (delete it if this cluster runs already)");
      return;
    }
    Birth drawn = Birth.read(folder.nameOf(Birth.FILE), folder.read(Birth.FILE).orElseThrow());
    Birth ofThese = Birth.of(drawn.token(), Birth.founders(spec), "", "");
    if (!drawn.founders().equals(ofThese.founders())) {
      throw new BadInput(
          folder.nameOf(Birth.FILE) + ": is for other members than these",
          "remove it if no host ever ran with this seed, then run again");
    }
  }
}
