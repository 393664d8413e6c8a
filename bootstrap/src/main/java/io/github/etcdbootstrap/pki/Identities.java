package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.TlsIdentity;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import java.security.GeneralSecurityException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Makes of PEM files what a TLS connection needs; hostnames stay verified by the JDK. */
public final class Identities {
  private Identities() {}

  /** Of the seed's {@code certificate}, such as client.pem, the key beside it, and ca.pem. */
  public static TlsIdentity read(Seed seed, String certificate) {
    return of(
        file(seed, certificate),
        file(seed, CertificateFiles.keyOf(certificate)),
        file(seed, CertificateFiles.CA));
  }

  /**
   * @throws BadInput if one of the files is not what it should be
   */
  public static TlsIdentity of(PemFile certificate, PemFile key, PemFile authority) {
    X509Certificate[] chain = PemFiles.certificates(certificate).toArray(X509Certificate[]::new);
    return new TlsIdentity(
        new OneKeyManager(PemFiles.key(key), chain), trust(PemFiles.authorities(authority)));
  }

  private static X509TrustManager trust(List<X509Certificate> authorities) {
    Set<TrustAnchor> anchors =
        authorities.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet());
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
      parameters.setRevocationEnabled(false);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      return Arrays.stream(factory.getTrustManagers())
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PemFile file(Seed seed, String name) {
    return seed.read(name)
        .map(content -> new PemFile(seed.nameOf(name), content))
        .orElseThrow(
            () -> new BadInput(seed.nameOf(name) + ": is missing", "copy it into the seed"));
  }
}
