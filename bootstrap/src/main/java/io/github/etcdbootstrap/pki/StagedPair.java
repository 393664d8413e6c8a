package io.github.etcdbootstrap.pki;

import static io.github.etcdbootstrap.model.CertificateFiles.keyOf;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Folder;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A key and its certificate that take the place of others. Two files cannot be renamed at once: the
 * new certificate is there before under a name of its own, so that whoever finds the new key with
 * the old certificate can finish it.
 */
record StagedPair(Folder seed, String file) {
  static void finishAll(Folder seed, List<Profile> profiles) {
    profiles.forEach(profile -> new StagedPair(seed, profile.file()).finish());
  }

  void replace(Content certificate, Content key) {
    seed.replace(staged(), certificate, Folder.Access.ALL);
    seed.replace(keyOf(file), key, Folder.Access.OWNER_ALONE);
    seed.replace(file, certificate, Folder.Access.ALL);
    seed.remove(staged());
  }

  /** Of a run that was cut: before the key was replaced nothing had happened yet. */
  private void finish() {
    Optional<Content> certificate = seed.read(staged());
    Optional<Content> key = seed.read(keyOf(file));
    if (certificate.isPresent()) {
      if (key.isPresent() && belong(certificate.get(), key.get())) {
        seed.replace(file, certificate.get(), Folder.Access.ALL);
      }
      seed.remove(staged());
    }
  }

  private boolean belong(Content certificate, Content key) {
    PrivateKey own = PemFiles.key(new PemFile(seed.nameOf(keyOf(file)), key));
    X509Certificate leaf =
        PemFiles.certificates(new PemFile(seed.nameOf(staged()), certificate)).get(0);
    return PrivateKeys.match(own, leaf.getPublicKey());
  }

  private String staged() {
    return "." + file + "-next";
  }
}
