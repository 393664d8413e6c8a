package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.plan.Folder;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a seed has of a certificate and its key, against what it should have.
 *
 * @param profile what it should say
 * @param key of what there is; empty if one is to be made
 * @param why it is to be issued, in words; empty if it is as it should be
 */
record SeedPair(Profile profile, Optional<PublicKey> key, Optional<String> why) {
  /**
   * @throws BadInput if something is there that its owner has to look at: nothing of his gives way
   */
  static SeedPair look(Folder seed, Optional<PemFile> ca, Profile profile, Instant now) {
    Optional<PemFile> file = file(seed, profile.file());
    Optional<PemFile> keyFile = file(seed, CertificateFiles.keyOf(profile.file()));
    if (file.isEmpty()) {
      return new SeedPair(profile, keyFile.map(SeedPair::publicHalf), Optional.of("was not there"));
    }
    List<X509Certificate> chain = PemFiles.certificates(file.get());
    X509Certificate leaf = chain.get(0);
    requireKey(seed, profile, file.get(), keyFile, leaf);
    requireAuthority(seed, ca, file.get(), chain);
    return new SeedPair(
        profile, Optional.of(leaf.getPublicKey()), unfit(file.get(), leaf, profile, now));
  }

  /** To be issued again though nothing is wrong with it. */
  SeedPair renewed() {
    return new SeedPair(profile, key, why.or(() -> Optional.of("was to be renewed")));
  }

  private static Optional<PemFile> file(Folder seed, String name) {
    return seed.read(name).map(content -> new PemFile(seed.nameOf(name), content));
  }

  private static PublicKey publicHalf(PemFile keyFile) {
    return PublicHalf.of(keyFile, PemFiles.key(keyFile));
  }

  private static void requireKey(
      Folder seed, Profile profile, PemFile file, Optional<PemFile> keyFile, X509Certificate leaf) {
    PemFile found =
        keyFile.orElseThrow(
            () ->
                new BadInput(
                    file.name() + ": is there without its key",
                    "copy "
                        + seed.nameOf(CertificateFiles.keyOf(profile.file()))
                        + " there, or move the certificate away, then run again"));
    PrivateKey key = PemFiles.key(found);
    if (!PrivateKeys.match(key, leaf.getPublicKey())) {
      throw new BadInput(
          found.name() + ": is not the key of " + file.name(),
          "put the right one there, or move both away, then run again");
    }
  }

  private static void requireAuthority(
      Folder seed, Optional<PemFile> ca, PemFile file, List<X509Certificate> chain) {
    PemFile caFile =
        ca.orElseThrow(
            () ->
                new BadInput(
                    seed.nameOf(CertificateFiles.CA)
                        + ": is missing, but "
                        + file.name()
                        + " is there",
                    "copy the ca.pem that belongs to it there, or move it away, then run again"));
    List<Problem> problems = Chain.of(file, chain, caFile, PemFiles.authorities(caFile)).problems();
    if (!problems.isEmpty()) {
      throw new BadInput(problems);
    }
  }

  private static Optional<String> unfit(
      PemFile file, X509Certificate leaf, Profile profile, Instant now) {
    Names names = Names.of(leaf);
    List<String> missing = profile.needed().stream().filter(host -> !names.cover(host)).toList();
    if (!missing.isEmpty()) {
      return Optional.of("did not cover " + String.join(", ", missing));
    }
    LeafCheck check = new LeafCheck(file, leaf, profile.role());
    check.usages();
    List<String> wrong = new ArrayList<>();
    check.problems().forEach(p -> wrong.add(p.cause().substring(file.name().length() + 2)));
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      wrong.add("ended on " + leaf.getNotAfter().toInstant());
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }
}
