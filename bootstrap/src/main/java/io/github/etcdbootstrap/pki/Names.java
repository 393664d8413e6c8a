package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.text.Shown;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** The hosts that a certificate is for: its subject alternative names, and nothing else of it. */
record Names(Set<String> dns, Set<String> addresses) {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;
  private static final int ENOUGH = 250;

  static Names of(X509Certificate certificate) {
    Names names = new Names(new TreeSet<>(), new TreeSet<>());
    for (List<?> name : alternatives(certificate)) {
      String text = String.valueOf(name.get(1));
      if (name.get(0).equals(DNS) && !text.isEmpty()) {
        names.dns.add(text.toLowerCase(Locale.ROOT));
      } else if (name.get(0).equals(ADDRESS)) {
        address(text).ifPresent(a -> names.addresses.add(a.value()));
      }
    }
    return names;
  }

  /** Whether {@code host}, a name or an address, is covered; a wildcard stands for one label. */
  boolean cover(String host) {
    if (isAddress(host)) {
      return addresses.contains(new IpAddress(host).value());
    }
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return dns.contains(name) || dot > 0 && dns.contains("*" + name.substring(dot));
  }

  /** For messages. */
  String shown() {
    Set<String> all = new TreeSet<>(dns);
    all.addAll(addresses);
    StringJoiner some = new StringJoiner(", ", "it covers ", "").setEmptyValue("it covers none");
    int left = all.size();
    for (String name : all) {
      if (some.length() > ENOUGH) {
        return some + " and " + left + " more";
      }
      some.add(Shown.text(name));
      left--;
    }
    return some.toString();
  }

  /** Whoever made the certificate may have put a network or nonsense there. */
  private static Optional<IpAddress> address(String text) {
    try {
      return Optional.of(new IpAddress(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
