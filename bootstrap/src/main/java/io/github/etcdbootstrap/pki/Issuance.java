package io.github.etcdbootstrap.pki;

import static io.github.etcdbootstrap.model.CertificateFiles.CA;
import static io.github.etcdbootstrap.model.CertificateFiles.keyOf;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Folder;
import io.github.etcdbootstrap.plan.MintingClock;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.text.BadInput;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gives a seed the certificates that it lacks, or that do not fit any more. A key is there before
 * its certificate and is never replaced, so that a run that is cut leaves no pair that does not
 * match.
 */
public final class Issuance {
  private static final Duration UNNOTICED = Duration.ofDays(1);

  private final Folder seed;
  private final AuthorityFolder authority;
  private final Clock clock;
  private final Duration length;
  private final Consumer<String> said;

  /**
   * @param length for how long all that is issued is valid
   * @param said what was done, a line each
   */
  public Issuance(
      Folder seed, AuthorityFolder authority, Clock clock, Duration length, Consumer<String> said) {
    this.seed = seed;
    this.authority = authority;
    this.clock = clock;
    this.length = length;
    this.said = said;
  }

  /**
   * Issues what is missing of these.
   *
   * @throws BadInput if something is there that its owner has to look at; nothing is written then
   * @throws RefusedChange if something is to be issued, and the clock is not fit to date it; the
   *     same
   */
  public void complete(String cluster, List<Profile> profiles) {
    Optional<PemFile> ca = certificateOfAuthority();
    List<SeedPair> lacking =
        look(ca, profiles).stream().filter(pair -> pair.why().isPresent()).toList();
    if (ca.isPresent() && lacking.isEmpty()) {
      trust(ca.get());
      return;
    }
    Instant now = MintingClock.now(clock);
    Authority opened =
        ca.map(file -> authority.open(file).validAt(now, file))
            .orElseGet(() -> newAuthority(cluster, now));
    trust(ca.orElse(new PemFile(seed.nameOf(CA), opened.pem())));
    lacking.forEach(pair -> issue(cluster, opened, pair, now));
    sayIfCut(opened, now);
  }

  /**
   * Issues all of these again, by the authority that is there.
   *
   * @param newKeys for keys of their own, which take the place of the old ones
   * @return whether the authority's own was renewed too
   * @throws BadInput as above
   */
  public boolean renew(String cluster, List<Profile> profiles, boolean newKeys) {
    PemFile ca =
        certificateOfAuthority()
            .orElseThrow(
                () ->
                    new BadInput(
                        seed.nameOf(CA) + ": is missing", "make what is missing first: seed init"));
    List<SeedPair> pairs = look(Optional.of(ca), profiles);
    Instant now = MintingClock.now(clock);
    Authority before = authority.open(ca);
    Authority opened = renewed(before, ca, now);
    trust(ca);
    for (SeedPair pair : pairs) {
      if (newKeys && pair.key().isPresent()) {
        replace(cluster, opened, pair, now);
      } else {
        issue(cluster, opened, pair.renewed(), now);
      }
    }
    sayIfCut(opened, now);
    return !opened.pem().equals(before.pem());
  }

  /**
   * What is issued ends with its authority: that one is renewed too where half of the time would be
   * lost. Hosts restart etcd for it, so no sooner.
   */
  private Authority renewed(Authority opened, PemFile ca, Instant now) {
    boolean alone = PemFiles.authorities(ca).size() == 1;
    if (!alone || !opened.isOwnIssuerAndEndsBefore(now.plus(length.dividedBy(2)))) {
      return opened.validAt(now, ca);
    }
    Authority renewed = opened.renewed(Validity.of(now, length));
    authority.replace(renewed);
    seed.replace(CA, renewed.pem(), Folder.Access.ALL);
    said.accept(
        seed.nameOf(CA)
            + ": the authority's own certificate, issued again for the same key; each host restarts"
            + " etcd for it, one after the other");
    return renewed;
  }

  private void sayIfCut(Authority opened, Instant now) {
    Instant end = opened.certificate().getNotAfter().toInstant();
    if (end.plus(UNNOTICED).isBefore(Validity.of(now, length).to())) {
      said.accept(
          seed.nameOf(CA)
              + ": the authority ends on "
              + end
              + ", and what it has issued now ends with it, sooner than was asked for");
    }
  }

  private List<SeedPair> look(Optional<PemFile> ca, List<Profile> profiles) {
    StagedPair.finishAll(seed, profiles);
    Instant now = clock.now();
    return profiles.stream().map(profile -> SeedPair.look(seed, ca, profile, now)).toList();
  }

  private void replace(String cluster, Authority opened, SeedPair old, Instant now) {
    Profile profile = old.profile();
    KeyPair pair = Keys.generate();
    Content certificate =
        opened.issue(cluster, profile, pair.getPublic(), Validity.of(now, length));
    new StagedPair(seed, profile.file()).replace(certificate, Keys.pem(pair.getPrivate()));
    said.accept(
        seed.nameOf(profile.file())
            + ": issued again, for a new key"
            + old.why().map(why -> ": it " + why).orElse(""));
  }

  /** The seed's, which hosts trust already, before the one beside the key. */
  private Optional<PemFile> certificateOfAuthority() {
    return seed.read(CA)
        .map(content -> new PemFile(seed.nameOf(CA), content))
        .or(authority::certificate);
  }

  private Authority newAuthority(String cluster, Instant now) {
    Authority made = authority.create(cluster, Validity.of(now, length));
    said.accept("made an authority, valid until " + made.certificate().getNotAfter().toInstant());
    return made;
  }

  private void trust(PemFile ca) {
    if (seed.add(CA, ca.content(), Folder.Access.ALL)) {
      said.accept(seed.nameOf(CA) + ": the authority's certificate");
    }
  }

  private void issue(String cluster, Authority opened, SeedPair pair, Instant now) {
    String file = pair.profile().file();
    PublicKey key = pair.key().orElseGet(() -> newKey(keyOf(file)));
    Content certificate = opened.issue(cluster, pair.profile(), key, Validity.of(now, length));
    boolean another = seed.read(file).isPresent();
    if (another) {
      seed.replace(file, certificate, Folder.Access.ALL);
    } else {
      seed.add(file, certificate, Folder.Access.ALL);
    }
    said.accept(
        "%s: %s%s"
            .formatted(
                seed.nameOf(file),
                another
                    ? "issued again, for the same key: it " + pair.why().orElseThrow()
                    : "issued",
                pair.profile().hosts().isEmpty()
                    ? ""
                    : ", for " + String.join(", ", pair.profile().hosts())));
  }

  private PublicKey newKey(String file) {
    KeyPair pair = Keys.generate();
    if (!seed.add(file, Keys.pem(pair.getPrivate()), Folder.Access.OWNER_ALONE)) {
      throw new BadInput(
          seed.nameOf(file) + ": was made by another run meanwhile", "run again, one at a time");
    }
    return pair.getPublic();
  }
}
