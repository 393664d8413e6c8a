package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Checks the seed's files for one host, all of them, as etcd and its clients will judge them. */
public final class CertificateCheck implements Certificates {
  private final Seed seed;
  private final Clock clock;

  public CertificateCheck(Seed seed, Clock clock) {
    this.seed = seed;
    this.clock = clock;
  }

  @Override
  public Verdict check(NodeConfig config, Depth depth) {
    return check(HostCertificates.of(config), depth);
  }

  public Verdict check(HostCertificates config, Depth depth) {
    Instant now = clock.now();
    Stream<Role> roles = Stream.of(Role.values());
    // On several processors: what the keys and signatures take is a quarter of a bare host's run
    // until its first change.
    List<Verdict> verdicts =
        (depth == Depth.FULL ? roles.parallel() : roles)
            .map(role -> new Run(config, depth, now).verdict(role))
            .toList();
    Instant start =
        verdicts.stream().map(Verdict::start).max(Instant::compareTo).orElse(Instant.EPOCH);
    return new Verdict(
        all(verdicts, Verdict::problems),
        all(verdicts, Verdict::early),
        all(verdicts, Verdict::warnings),
        all(verdicts, Verdict::ending),
        start);
  }

  @Override
  public Optional<Sha256> sum(Content pem) {
    try {
      return Optional.of(sum(PemFiles.certificates(new PemFile("certificate", pem)).get(0)));
    } catch (BadInput e) {
      return Optional.empty();
    }
  }

  private static Sha256 sum(X509Certificate certificate) {
    try {
      return Sha256.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same problem, such as an expired authority, is told once. */
  private static <T> List<T> all(List<Verdict> verdicts, Function<Verdict, List<T>> what) {
    return verdicts.stream().map(what).flatMap(List::stream).distinct().toList();
  }

  /** The check of one certificate and its key. */
  private final class Run {
    private final HostCertificates config;
    private final Depth depth;
    private final Instant now;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final List<Problem> early = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> ending = new ArrayList<>();
    private Instant start = Instant.EPOCH;
    private final Optional<PemFile> caFile;
    private final Optional<List<X509Certificate>> authorities;

    Run(HostCertificates config, Depth depth, Instant now) {
      this.config = config;
      this.depth = depth;
      this.now = now;
      this.caFile = file(CertificateFiles.CA);
      this.authorities = caFile.flatMap(f -> reading(f, PemFiles::authorities));
    }

    Verdict verdict(Role role) {
      certificate(fileOf(role), role);
      return new Verdict(List.copyOf(problems), early, warnings, ending, start);
    }

    private String fileOf(Role role) {
      return switch (role) {
        case PEER -> config.certificates().peer();
        case SERVER -> config.certificates().server();
        case CLIENT -> CertificateFiles.CLIENT;
      };
    }

    private void certificate(String name, Role role) {
      Optional<PemFile> keyFile = file(CertificateFiles.keyOf(name));
      Optional<PrivateKey> key =
          keyFile.filter(f -> depth == Depth.FULL).flatMap(f -> reading(f, PemFiles::key));
      Optional<PemFile> file = file(name);
      Optional<List<X509Certificate>> chain = file.flatMap(f -> reading(f, PemFiles::certificates));
      if (chain.isEmpty()) {
        return;
      }
      LeafCheck check = new LeafCheck(file.get(), chain.get().get(0), role);
      check.validity(now);
      key.ifPresent(k -> check.key(keyFile.get(), k));
      if (depth == Depth.FULL) {
        authorities.ifPresent(
            a -> check.chain(Chain.of(file.get(), chain.get(), caFile.get(), a), now));
      } else {
        authorities.ifPresent(all -> all.forEach(a -> check.validity(caFile.get(), a, now)));
      }
      hosts(check, role, file.get(), chain.get().get(0));
      problems.addAll(check.problems());
      early.addAll(check.early());
      ending.addAll(check.ending());
      start = check.start();
    }

    private void hosts(LeafCheck check, Role role, PemFile file, X509Certificate leaf) {
      Endpoints endpoints = config.endpoints();
      if (role == Role.PEER) {
        String address = config.self().address().value();
        check.covers(address, "etcd compares it with the address that a member calls from");
        String advertised = hostOf(endpoints.advertisePeer());
        if (!advertised.equals(address)) {
          check.covers(advertised, "the other members call it by that name");
        }
      } else if (role == Role.SERVER) {
        clientHosts(endpoints).forEach(h -> check.covers(h, "clients call this host there"));
        config.spec().service().ifPresent(service -> warnUnlessCovered(file, leaf, service));
      }
    }

    private void warnUnlessCovered(PemFile file, X509Certificate leaf, String service) {
      if (!Names.of(leaf).cover(service)) {
        warnings.add(
            file.name()
                + ": does not cover the service name "
                + service
                + "; clients that call it fail. Issue it again: seed init where the authority's key"
                + " is, or cfssl with it among its `hosts`");
      }
    }

    private Optional<PemFile> file(String name) {
      Optional<PemFile> file =
          seed.read(name).map(content -> new PemFile(seed.nameOf(name), content));
      if (file.isEmpty()) {
        problems.add(
            new Problem(
                seed.nameOf(name) + ": is missing",
                "copy it into the seed, or make it: seed init where the authority's key is"));
      }
      return file;
    }

    private <T> Optional<T> reading(PemFile file, Function<PemFile, T> reader) {
      try {
        return Optional.of(reader.apply(file));
      } catch (BadInput e) {
        problems.addAll(e.problems());
        return Optional.empty();
      }
    }
  }

  private static Set<String> clientHosts(Endpoints endpoints) {
    Set<String> hosts = new LinkedHashSet<>();
    endpoints.listenClients().forEach(url -> hosts.add(hostOf(url)));
    hosts.add(hostOf(endpoints.advertiseClient()));
    return hosts;
  }

  /** Without the brackets that a URL has around IPv6. */
  private static String hostOf(String url) {
    return URI.create(url).getHost().replaceAll("[\\[\\]]", "");
  }
}
