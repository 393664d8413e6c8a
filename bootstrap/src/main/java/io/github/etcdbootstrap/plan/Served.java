package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Proves that a healthy etcd shows the certificates it should: it reads them at each handshake. */
final class Served {
  private static final Duration LONGEST = Duration.ofSeconds(30);
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
      String others = others();
      if (others.isEmpty()) {
        return new Proof.Verdict(Proof.Verdict.Result.HEALTHY, 0, List.of(), "");
      } else if (world.clock().sinceStart().minus(start).compareTo(LONGEST) > 0) {
        return new Proof.Verdict(
            Proof.Verdict.Result.UNHEALTHY,
            0,
            List.of(),
            "etcd does not serve the certificates that are installed, at "
                + others
                + "; restart it (rc-service etcd restart), then run again");
      }
      world.report().waiting("for etcd to serve the certificates that are installed");
      world.clock().sleep(STEP);
    }
  }

  /** Where it shows another one. */
  private String others() {
    return files.entrySet().stream()
        .filter(e -> isAnother(e.getKey(), e.getValue()))
        .map(e -> e.getKey() + " (" + Layout.ETC.child(e.getValue()) + ")")
        .collect(Collectors.joining(", "));
  }

  private boolean isAnother(URI url, String file) {
    Optional<Sha256> wanted = world.certificates().sum(file);
    return wanted.isPresent() && !wanted.equals(world.cluster().served(url));
  }
}
