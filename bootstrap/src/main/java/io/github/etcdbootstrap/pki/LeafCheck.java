package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.text.Problem;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The checks of one certificate and its key that hold for every host. */
final class LeafCheck {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;

  /** Of an end, so that it is seen by somebody who looks in now and then. */
  private static final Duration NOTICE = Duration.ofDays(60);

  private final PemFile file;
  private final X509Certificate certificate;
  private final Role role;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> early = new ArrayList<>();
  private final List<String> ending = new ArrayList<>();
  private Instant start = Instant.EPOCH;

  LeafCheck(PemFile file, X509Certificate certificate, Role role) {
    this.file = file;
    this.certificate = certificate;
    this.role = role;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Of the problems, what is not valid yet. */
  List<Problem> early() {
    return early;
  }

  /** Since when all that was checked is valid. */
  Instant start() {
    return start;
  }

  void key(PemFile keyFile, PrivateKey key) {
    if (!PrivateKeys.match(key, certificate.getPublicKey())) {
      problems.add(
          new Problem(
              keyFile.name() + ": is not the key of " + file.name(),
              "copy both again as they were made together; or move both away and make new ones:"
                  + " seed init, or cfssl gencert"));
    }
  }

  void chain(Chain chain, Instant now) {
    problems.addAll(chain.problems());
    for (Chain.Link link : chain.issuers()) {
      validity(link.file(), link.certificate(), now);
    }
    usages(chain.issuers().stream().map(Chain.Link::certificate).toList());
  }

  /** Of the certificate alone. */
  void usages() {
    usages(List.of());
  }

  void validity(Instant now) {
    validity(file, certificate, now);
  }

  void covers(String host, String why) {
    Names names = Names.of(certificate);
    if (!names.cover(host)) {
      problems.add(
          new Problem(
              file.name() + ": does not cover " + host + " (" + names.shown() + "): " + why,
              "issue it again: seed init where the authority's key is, or cfssl with \""
                  + host
                  + "\" among its `hosts`"));
    }
  }

  void validity(PemFile in, X509Certificate checked, Instant now) {
    Instant from = checked.getNotBefore().toInstant();
    start = from.isAfter(start) ? from : start;
    Instant to = checked.getNotAfter().toInstant();
    String bounds =
        in.name() + ": is valid from " + from + " to " + to + ", but this host's clock says " + now;
    if (now.isBefore(from)) {
      Problem problem =
          new Problem(bounds, "set the clock: start chronyd or ntpd, or use `date -u -s`");
      problems.add(problem);
      early.add(problem);
    } else if (now.isAfter(to)) {
      problems.add(
          new Problem(
              bounds,
              "renew it (certs renew, or cfssl gencert); if the clock is wrong, set it instead"));
    } else if (now.isAfter(to.minus(NOTICE))) {
      ending.add(
          "%s: ends on %s, in %d days: renew it where the authority's key is (certs renew, or cfssl gencert)"
                  .formatted(in.name(), to, Duration.between(now, to).toDays())
              + ", then run again on each host");
    }
  }

  /** What ends soon, in words. */
  List<String> ending() {
    return ending;
  }

  private void usages(List<X509Certificate> issuers) {
    if (role.serves()) {
      usage(issuers, SERVER_AUTH, "serverAuth", "connections are accepted with it");
    }
    usage(issuers, CLIENT_AUTH, "clientAuth", role.whyClient());
    boolean[] keyUsage = certificate.getKeyUsage();
    if (keyUsage != null && !keyUsage[DIGITAL_SIGNATURE]) {
      usageProblem("digitalSignature", "TLS signs with it", "\"signing\"");
    }
  }

  private void usage(List<X509Certificate> issuers, String identifier, String name, String why) {
    boolean allowed =
        Stream.concat(Stream.of(certificate), issuers.stream())
            .allMatch(c -> allows(c, identifier));
    if (!allowed) {
      String profile = role.serves() ? "\"server auth\" and \"client auth\"" : "\"client auth\"";
      usageProblem(name, why, profile);
    }
  }

  private void usageProblem(String name, String why, String profile) {
    problems.add(
        new Problem(
            file.name() + ": lacks the usage " + name + ": " + why,
            "issue it again: seed init where the authority's key is, or cfssl with a profile whose"
                + " `usages` have "
                + profile));
  }

  /** A certificate that names no extended usage allows all of them. */
  private static boolean allows(X509Certificate checked, String identifier) {
    try {
      List<String> usages = checked.getExtendedKeyUsage();
      return usages == null || usages.contains(identifier) || usages.contains(ANY);
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
