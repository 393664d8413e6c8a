package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a healthy etcd shows the certificates that are installed: it reads them at each
 * handshake.
 *
 * @param at where it shows the installed one
 * @param wrong where it does not, in words
 */
public record Served(List<URI> at, List<String> wrong) {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(500);

  public Served {
    at = List.copyOf(at);
    wrong = List.copyOf(wrong);
  }

  /** After a change, on a host that may be busy with it. */
  static Served await(World world, NodeConfig config) {
    return await(world, config, LONGEST);
  }

  /** As it is, but for a handshake that fails by chance. */
  public static Served look(World world, NodeConfig config) {
    return await(world, config, SHORT);
  }

  private static Served await(World world, NodeConfig config, Duration longest) {
    Deadline deadline = Deadline.in(world.clock(), longest);
    while (true) {
      Served served = once(world, config, longest);
      if (served.wrong.isEmpty() || deadline.isOver()) {
        return served;
      }
      world.report().waiting("for etcd to serve the certificates that are installed");
      world.clock().sleep(STEP);
    }
  }

  private static Served once(World world, NodeConfig config, Duration longest) {
    List<URI> at = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    files(config)
        .forEach(
            (url, file) ->
                installed(world, file)
                    .ifPresent(
                        wanted -> {
                          Optional<Sha256> shown = world.cluster().served(url);
                          if (shown.filter(wanted::equals).isPresent()) {
                            at.add(url);
                          } else {
                            wrong.add(words(url, file, shown.isPresent(), longest));
                          }
                        }));
    return new Served(at, wrong);
  }

  private static Map<URI, HostPath> files(NodeConfig config) {
    Map<URI, HostPath> files = new LinkedHashMap<>();
    files.put(
        URI.create(config.endpoints().listenPeer()),
        Layout.ETC.child(config.certificates().peer()));
    config.endpoints().listenClients().stream()
        .findFirst()
        .ifPresent(
            url -> files.put(URI.create(url), Layout.ETC.child(config.certificates().server())));
    return files;
  }

  /** Empty where none can be read: that is to be replaced, which the plan says. */
  private static Optional<Sha256> installed(World world, HostPath file) {
    return world.host().look(file).content().flatMap(pem -> world.certificates().sum(pem));
  }

  private static String words(URI url, HostPath file, boolean another, Duration longest) {
    return another
        ? "a certificate other than %s is served at %s; restart etcd (rc-service etcd restart),"
                .formatted(file, url)
            + " then run again"
        : "no certificate is shown at %s within %d s; run again once this host is less busy"
            .formatted(url, longest.toSeconds());
  }

  /** For a report. */
  public String words() {
    if (!wrong.isEmpty()) {
      return "certificates: " + String.join("; ", wrong);
    }
    return at.isEmpty()
        ? "certificates: none can be read on this host"
        : "certificates: those on this host are served at "
            + String.join(", ", at.stream().map(URI::toString).toList());
  }
}
