package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.Shown;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way from a certificate to an authority in ca.pem, through intermediates in its own file. */
final class Chain {
  private static final int LONGEST = 8;
  private static final int KEY_CERT_SIGN = 5;

  private final PemFile file;
  private final PemFile caFile;
  private final List<X509Certificate> authorities;
  private final List<X509Certificate> intermediates;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Link> issuers = new ArrayList<>();

  private Chain(
      PemFile file,
      PemFile caFile,
      List<X509Certificate> intermediates,
      List<X509Certificate> authorities) {
    this.file = file;
    this.caFile = caFile;
    this.intermediates = intermediates;
    this.authorities = authorities;
  }

  /** An issuer on the way, and the file that it stands in. */
  record Link(PemFile file, X509Certificate certificate) {}

  static Chain of(
      PemFile file,
      List<X509Certificate> certificates,
      PemFile caFile,
      List<X509Certificate> authorities) {
    List<X509Certificate> intermediates = certificates.subList(1, certificates.size());
    Chain chain = new Chain(file, caFile, intermediates, authorities);
    chain.follow(certificates.get(0));
    return chain;
  }

  List<Problem> problems() {
    return problems;
  }

  List<Link> issuers() {
    return issuers;
  }

  private void follow(X509Certificate leaf) {
    X509Certificate current = leaf;
    for (int length = 0; length < LONGEST; length++) {
      Optional<X509Certificate> authority = issuer(current, authorities);
      if (authority.isPresent()) {
        add(new Link(caFile, authority.get()), length);
        return;
      }
      Optional<X509Certificate> intermediate = issuer(current, intermediates);
      if (intermediate.isEmpty()) {
        problems.add(noIssuer(current));
        return;
      }
      add(new Link(file, intermediate.get()), length);
      current = intermediate.get();
    }
    problems.add(noIssuer(current));
  }

  private void add(Link link, int below) {
    issuers.add(link);
    X509Certificate issuer = link.certificate();
    if (issuer.getBasicConstraints() < 0) {
      mayNotIssue(link, "is not an authority's certificate (basicConstraints without CA)");
    } else if (issuer.getBasicConstraints() < below) {
      mayNotIssue(link, "allows only " + issuer.getBasicConstraints() + " below it (pathlen)");
    }
    boolean[] usage = issuer.getKeyUsage();
    if (usage != null && !usage[KEY_CERT_SIGN]) {
      mayNotIssue(link, "may not sign certificates (keyUsage without keyCertSign)");
    }
  }

  private void mayNotIssue(Link link, String why) {
    problems.add(
        new Problem(
            link.file().name() + ": " + subject(link.certificate()) + " " + why,
            "make another authority, and with it every certificate: seed init in an empty folder,"
                + " or cfssl gencert -initca"));
  }

  private Problem noIssuer(X509Certificate certificate) {
    String issuer = certificate.getIssuerX500Principal().getName();
    boolean sameName =
        authorities.stream()
            .anyMatch(
                a -> a.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
    return new Problem(
        file.name()
            + (sameName
                ? ": is signed by a different key than that of "
                    + caFile.name()
                    + ", of the same name"
                : ": was issued by " + Shown.text(issuer) + ", which is not in " + caFile.name()),
        "put the ca.pem that belongs to it there; or move it and its key away and issue both again:"
            + " seed init where the authority's key is, or cfssl gencert -ca ca.pem -ca-key"
            + " ca-key.pem");
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate certificate, List<X509Certificate> candidates) {
    return candidates.stream()
        .filter(c -> c.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .filter(c -> isSignedBy(certificate, c))
        .findFirst();
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static String subject(X509Certificate certificate) {
    return "`" + Shown.text(certificate.getSubjectX500Principal().getName()) + "`";
  }
}
