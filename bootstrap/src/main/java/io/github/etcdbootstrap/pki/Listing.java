package io.github.etcdbootstrap.pki;

import static io.github.etcdbootstrap.model.CertificateFiles.CA;
import static io.github.etcdbootstrap.model.CertificateFiles.keyOf;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the certificates of a folder say, and whether etcd and its clients take them. */
public final class Listing {
  private static final Map<String, String> USAGES =
      Map.of("1.3.6.1.5.5.7.3.1", "serverAuth", "1.3.6.1.5.5.7.3.2", "clientAuth");

  private final Seed seed;
  private final Instant now;
  private final CertificateCheck check;
  private final Map<String, String> uses = new LinkedHashMap<>();

  /** By file, of those in it that are on the way from a certificate to its authority. */
  private final Map<String, Instant> ends = new HashMap<>();

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  public Listing(Seed seed, Clock clock) {
    this.seed = seed;
    this.now = clock.now();
    this.check = new CertificateCheck(seed, clock);
    uses.put(CA, "authority");
  }

  /**
   * A file, and what is in it.
   *
   * @param use what it is for
   * @param certificate empty where none can be read
   * @param problems why etcd or its clients would refuse it
   */
  public record Row(String file, String use, Optional<Said> certificate, List<Problem> problems) {
    /** Whether it is taken now, and still after this time. */
    public boolean isGoodFor(Duration time, Instant now) {
      return problems.isEmpty()
          && certificate.filter(c -> !c.to.isBefore(now.plus(time))).isPresent();
    }
  }

  /**
   * What a certificate says.
   *
   * @param to when the first of those in its file ends without which it is not taken
   */
  public record Said(
      String subject,
      String issuer,
      List<String> hosts,
      List<String> usages,
      Instant from,
      Instant to) {
    /** Whole ones; negative once it has ended. */
    public long daysLeft(Instant now) {
      return Math.floorDiv(Duration.between(now, to).getSeconds(), Duration.ofDays(1).getSeconds());
    }
  }

  /** Those of this host. */
  public Listing add(HostCertificates host) {
    String name = host.self().name().value();
    CertificateFiles files = host.certificates();
    uses.merge(files.peer(), "peer " + name, Listing::both);
    uses.merge(files.server(), "server " + name, Listing::both);
    uses.put(CertificateFiles.CLIENT, "client");
    Certificates.Verdict verdict = check.check(host, Certificates.Depth.FULL);
    problems.addAll(verdict.problems());
    warnings.addAll(verdict.warnings());
    files.withKeys().forEach(this::follow);
    return this;
  }

  /** What can be followed: the check tells what cannot. */
  private void follow(String name) {
    try {
      Optional<PemFile> file = file(name);
      Optional<PemFile> caFile = file(CA);
      if (file.isPresent() && caFile.isPresent()) {
        List<X509Certificate> chain = PemFiles.certificates(file.get());
        note(name, chain.get(0));
        Chain.of(file.get(), chain, caFile.get(), PemFiles.authorities(caFile.get()))
            .issuers()
            .forEach(
                link -> note(link.file().equals(caFile.get()) ? CA : name, link.certificate()));
      }
    } catch (BadInput e) {
      // Told by the check.
    }
  }

  private void note(String file, X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    ends.merge(file, end, (one, other) -> one.isBefore(other) ? one : other);
  }

  private Optional<PemFile> file(String name) {
    return seed.read(name).map(content -> new PemFile(seed.nameOf(name), content));
  }

  /** What is taken, and may surprise all the same. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    uses.forEach((file, use) -> rows.add(row(file, use)));
    return rows;
  }

  private static String both(String one, String other) {
    return one + ", " + other.substring(other.indexOf(' ') + 1);
  }

  private Row row(String file, String use) {
    Optional<Said> said = seed.read(file).flatMap(content -> said(file, content));
    List<Problem> told =
        problems.stream().filter(p -> isOf(p, file) || isOf(p, keyOf(file))).toList();
    return new Row(file, use, said, told);
  }

  private boolean isOf(Problem problem, String file) {
    return problem.cause().startsWith(seed.nameOf(file) + ":");
  }

  private Optional<Said> said(String file, Content content) {
    try {
      X509Certificate leaf = PemFiles.certificates(new PemFile(seed.nameOf(file), content)).get(0);
      Instant own = leaf.getNotAfter().toInstant();
      Names names = Names.of(leaf);
      List<String> hosts = new ArrayList<>(names.addresses());
      hosts.addAll(names.dns());
      return Optional.of(
          new Said(
              leaf.getSubjectX500Principal().getName(),
              leaf.getIssuerX500Principal().getName(),
              hosts,
              usages(leaf),
              leaf.getNotBefore().toInstant(),
              ends.getOrDefault(file, own)));
    } catch (BadInput e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private static List<String> usages(X509Certificate leaf) {
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      return usages == null
          ? List.of()
          : usages.stream().map(usage -> USAGES.getOrDefault(usage, usage)).toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
