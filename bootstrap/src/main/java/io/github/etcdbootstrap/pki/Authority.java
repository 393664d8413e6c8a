package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.BadInput;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** A certificate authority: its own certificate, and the key that signs those of a seed. */
final class Authority {
  private final X509Certificate certificate;
  private final PrivateKey key;

  Authority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** The certificate of a new one. */
  static X509Certificate selfSigned(String cluster, KeyPair pair, Validity validity) {
    X500Principal name = CertificateBuilder.name(cluster, "etcd CA");
    return CertificateBuilder.authority(name, pair, validity).build();
  }

  /**
   * One that was made before, by this program or by cfssl or openssl.
   *
   * @throws BadInput if it cannot issue certificates that are accepted
   */
  static Authority of(PemFile certificateFile, PemFile keyFile, PrivateKey key) {
    X509Certificate certificate =
        PemFiles.authorities(certificateFile).stream()
            .filter(c -> PrivateKeys.match(key, c.getPublicKey()))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInput(
                        keyFile.name() + ": is not the key of " + certificateFile.name(),
                        "put the authority's own key and certificate there, made together"));
    if (!Set.of("EC", "RSA").contains(key.getAlgorithm())) {
      throw new BadInput(
          keyFile.name() + ": is an " + key.getAlgorithm() + " key, expected EC or RSA",
          "make an authority with a key of EC P-256");
    }
    if (certificate.getBasicConstraints() < 0) {
      throw new BadInput(
          certificateFile.name() + ": is not an authority's certificate",
          "name the folder of the authority: --ca-dir");
    }
    if (isDamaged(certificate)) {
      throw new BadInput(
          certificateFile.name() + ": is damaged: its own signature or key identifier is wrong",
          "put the authority's certificate there as it was made");
    }
    return new Authority(certificate, key);
  }

  /** A chain does not show it: whom one trusts is not asked who signed him. */
  private static boolean isDamaged(X509Certificate certificate) {
    try {
      CertificateBuilder.identifierOf(certificate);
      if (isOwnIssuer(certificate)) {
        certificate.verify(certificate.getPublicKey());
      }
      return false;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return true;
    }
  }

  private static boolean isOwnIssuer(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  /**
   * This one.
   *
   * @throws BadInput if its certificate is not valid at this time
   */
  Authority validAt(Instant now, PemFile file) {
    LeafCheck check = new LeafCheck(file, certificate, Role.CLIENT);
    check.validity(now);
    if (!check.problems().isEmpty()) {
      throw new BadInput(check.problems());
    }
    return this;
  }

  /** Whether nobody else answers for it, and it ends before this. */
  boolean isOwnIssuerAndEndsBefore(Instant end) {
    return isOwnIssuer(certificate) && certificate.getNotAfter().toInstant().isBefore(end);
  }

  /** The same authority for another time: what it has issued stays good. */
  Authority renewed(Validity validity) {
    KeyPair pair = new KeyPair(certificate.getPublicKey(), key);
    return new Authority(CertificateBuilder.again(certificate, pair, validity).build(), key);
  }

  X509Certificate certificate() {
    return certificate;
  }

  PrivateKey key() {
    return key;
  }

  Content pem() {
    return CertificateBuilder.pem(certificate);
  }

  /** A certificate by this profile for whoever holds the other half of {@code subject}. */
  Content issue(String cluster, Profile profile, PublicKey subject, Validity validity) {
    return CertificateBuilder.pem(
        CertificateBuilder.leaf(cluster, profile, subject, this, validity.within(certificate))
            .build());
  }
}
