package io.github.etcdbootstrap.seed;

import static io.github.etcdbootstrap.model.CertificateFiles.CA;
import static io.github.etcdbootstrap.model.CertificateFiles.CLIENT;
import static io.github.etcdbootstrap.model.CertificateFiles.SHARED_SERVER;
import static io.github.etcdbootstrap.model.CertificateFiles.keyOf;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which of the seed's certificates are one host's. */
public final class SeedCertificates {
  private final Seed seed;
  private final Set<String> there;
  private final List<Problem> problems = new ArrayList<>();

  private SeedCertificates(Seed seed) {
    this.seed = seed;
    this.there = Set.copyOf(seed.list(""));
  }

  /**
   * The files of the member {@code self}, named after it or after its short or full name.
   *
   * @throws BadInput naming every file that is missing
   */
  public static CertificateFiles of(Seed seed, ClusterSpec spec, MemberName self) {
    return new SeedCertificates(seed).files(namesOf(spec, self));
  }

  /** The same whether they are there or not: those that are, else those to be made. */
  public static CertificateFiles toMake(Seed seed, ClusterSpec spec, MemberName self) {
    SeedCertificates certificates = new SeedCertificates(seed);
    List<String> names = namesOf(spec, self);
    return new CertificateFiles(
        certificates.thereOrFirst(peers(names)), certificates.thereOrFirst(servers(names)));
  }

  private String thereOrFirst(List<String> candidates) {
    return candidates.stream().filter(there::contains).findFirst().orElse(candidates.get(0));
  }

  private static List<String> peers(List<String> names) {
    return names.stream().map(n -> n + ".pem").toList();
  }

  private static List<String> servers(List<String> names) {
    return Stream.concat(names.stream().map(n -> n + "-server.pem"), Stream.of(SHARED_SERVER))
        .toList();
  }

  private CertificateFiles files(List<String> names) {
    String peer = found(peers(names), "peer certificate");
    String server = found(servers(names), "server certificate");
    found(List.of(CLIENT), "client certificate");
    need(CA, "certificate of the authority");
    if (!problems.isEmpty()) {
      throw new BadInput(problems);
    }
    return new CertificateFiles(peer, server);
  }

  /** The first of the candidates that is there; its key has to be there too. */
  private String found(List<String> candidates, String what) {
    for (String candidate : candidates) {
      if (there.contains(candidate)) {
        need(keyOf(candidate), "key of " + candidate);
        return candidate;
      }
    }
    List<String> expected = candidates.stream().map(seed::nameOf).toList();
    missing(String.join(" or ", expected), what + ", with " + keyOf(candidates.get(0)));
    return candidates.get(0);
  }

  private void need(String file, String what) {
    if (!there.contains(file)) {
      missing(seed.nameOf(file), what);
    }
  }

  private void missing(String file, String what) {
    problems.add(
        new Problem(
            file + ": is missing (the " + what + ")",
            seed.standsInFor().isPresent()
                ? "the copy kept on this card is another member's, or not whole: plug in the seed,"
                    + " then run again"
                : "copy it into the seed, or make it: seed init where the authority's key is (made"
                    + " with cfssl, `cfssljson -bare NAME` names it so)"));
  }

  private static List<String> namesOf(ClusterSpec spec, MemberName self) {
    Set<String> names = new LinkedHashSet<>();
    names.add(self.value());
    names.add(spec.fullName(self));
    String label = self.value().replaceFirst("\\..*", "");
    boolean othersToo =
        spec.members().stream()
            .filter(m -> !m.name().equals(self))
            .anyMatch(m -> m.name().names(label));
    if (!othersToo) {
      names.add(label);
    }
    return List.copyOf(names);
  }
}
