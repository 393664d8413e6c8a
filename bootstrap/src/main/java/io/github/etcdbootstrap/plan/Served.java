package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves that a healthy etcd shows the certificates it should: it reads them at each handshake. */
final class Served {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(500);

  private final World world;
  private final Map<URI, String> files = new LinkedHashMap<>();

  Served(World world, NodeConfig config) {
    this.world = world;
    files.put(URI.create(config.endpoints().listenPeer()), config.certificates().peer());
    config.endpoints().listenClients().stream()
        .findFirst()
        .ifPresent(url -> files.put(URI.create(url), config.certificates().server()));
  }

  Proof.Verdict await() {
    Duration start = world.clock().sinceStart();
    while (true) {
      List<String> wrong = wrong();
      if (wrong.isEmpty()) {
        return new Proof.Verdict(Proof.Verdict.Result.HEALTHY, 0, List.of(), "");
      } else if (world.clock().sinceStart().minus(start).compareTo(LONGEST) > 0) {
        return new Proof.Verdict(
            Proof.Verdict.Result.UNHEALTHY, 0, List.of(), String.join("; ", wrong));
      }
      world.report().waiting("for etcd to serve the certificates that are installed");
      world.clock().sleep(STEP);
    }
  }

  private List<String> wrong() {
    return files.entrySet().stream()
        .flatMap(e -> wrong(e.getKey(), e.getValue()).stream())
        .toList();
  }

  /** Empty where it is the installed one. */
  private Optional<String> wrong(URI url, String file) {
    Optional<Sha256> wanted = world.certificates().sum(file);
    Optional<Sha256> shown = wanted.isEmpty() ? wanted : world.cluster().served(url);
    if (shown.equals(wanted)) {
      return Optional.empty();
    }
    return Optional.of(
        shown.isEmpty()
            ? "no certificate is shown at %s within %d s; run again once this host is less busy"
                .formatted(url, LONGEST.toSeconds())
            : "another certificate than %s is served at %s; restart etcd (rc-service etcd restart),"
                    .formatted(Layout.ETC.child(file), url)
                + " then run again");
  }
}
