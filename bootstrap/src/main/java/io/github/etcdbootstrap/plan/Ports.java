package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.text.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ports on which etcd is to listen, and who has them. */
final class Ports {
  private static final String ETCD = "etcd";

  private Ports() {}

  static Set<Integer> of(Endpoints endpoints) {
    return addresses(endpoints).map(URI::getPort).collect(Collectors.toSet());
  }

  /** Ports that a program which is no etcd has taken. */
  static List<Problem> taken(Facts facts, Endpoints endpoints) {
    Set<Problem> problems = new LinkedHashSet<>();
    for (Host.Listener listener : inTheWay(facts, endpoints)) {
      if (!isEtcd(listener)) {
        problems.add(
            new Problem(
                "port %d, on which etcd is to listen, is taken by %s"
                    .formatted(listener.port(), listener.who()),
                "stop it, or have it listen elsewhere, then run again"));
      }
    }
    return new ArrayList<>(problems);
  }

  /** An etcd that the service did not start, or is just starting: that may pass. */
  static List<Host.Listener> takenByEtcd(Facts facts, Endpoints endpoints) {
    return inTheWay(facts, endpoints).stream().filter(Ports::isEtcd).toList();
  }

  private static List<Host.Listener> inTheWay(Facts facts, Endpoints endpoints) {
    return facts.surroundings().listeners().stream()
        .filter(l -> addresses(endpoints).anyMatch(a -> isInTheWay(l, a)))
        .toList();
  }

  private static boolean isInTheWay(Host.Listener listener, URI wanted) {
    IpAddress address = listener.address();
    String host = wanted.getHost().replaceAll("[\\[\\]]", "");
    return listener.port() == wanted.getPort()
        && (address.inet().isAnyLocalAddress() || address.equals(new IpAddress(host)));
  }

  private static boolean isEtcd(Host.Listener listener) {
    return listener.process().filter(p -> p.program().equals(ETCD)).isPresent();
  }

  private static Stream<URI> addresses(Endpoints endpoints) {
    return Stream.of(
            Stream.of(endpoints.listenPeer()),
            endpoints.listenClients().stream(),
            Stream.of(endpoints.metrics().toString()))
        .flatMap(urls -> urls)
        .map(URI::create);
  }
}
