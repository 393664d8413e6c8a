package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.etcd.JetcdCluster;
import io.github.etcdbootstrap.etcd.ReleaseDownload;
import io.github.etcdbootstrap.host.LiveHost;
import io.github.etcdbootstrap.host.Noting;
import io.github.etcdbootstrap.host.Reading;
import io.github.etcdbootstrap.host.Root;
import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.host.RunLogFile;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.pki.CertificateCheck;
import io.github.etcdbootstrap.pki.Identities;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Cluster;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.OpenKeys;
import io.github.etcdbootstrap.plan.Orders;
import io.github.etcdbootstrap.plan.Payload;
import io.github.etcdbootstrap.plan.Preconditions;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.plan.WhoAmI;
import io.github.etcdbootstrap.plan.World;
import io.github.etcdbootstrap.seed.ClusterFile;
import io.github.etcdbootstrap.seed.SeedPlaces;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Wires the ports to this machine, its seed and its cluster. */
final class LiveSessions implements Sessions {
  private final UnaryOperator<World> asSeen;

  LiveSessions() {
    this(UnaryOperator.identity());
  }

  /**
   * @param asSeen by a session, of the world as it is: tests stop runs at what they do to it
   */
  LiveSessions(UnaryOperator<World> asSeen) {
    this.asSeen = asSeen;
  }

  @Override
  public Session open(CommonOptions options, Purpose purpose, Report report) {
    Host host = host(purpose);
    Preconditions.requireRoot(host.identity());
    Wrongs wrongs = new Wrongs();
    Optional<Session> session =
        wrongs
            .noting(() -> seed(options))
            .flatMap(seed -> session(seed, host, report, options.orders(), wrongs));
    if (wrongs.none()) {
      return session.orElseThrow();
    }
    session.ifPresentOrElse(
        s -> s.note(wrongs), () -> wrongs.note(Preconditions.ofMachine(host.identity())));
    throw wrongs.asBadInput();
  }

  @Override
  public Seed seed(CommonOptions options) {
    return new SeedPlaces(Path.of("/")).find(options.seed(), System.getenv(), jarFolder());
  }

  /** Empty if so much is wrong that nothing can be planned. */
  private Optional<Session> session(
      Seed seed, Host host, Report report, Orders orders, Wrongs wrongs) {
    List<String> warnings = new ArrayList<>();
    seed.standsInFor().ifPresent(missing -> report.warning(servesInstead(seed, missing)));
    OpenKeys.warning(host, seed).ifPresent(warnings::add);
    Optional<ClusterSpec> spec = wrongs.noting(() -> clusterSpec(seed));
    return spec.flatMap(s -> self(s, host, warnings, wrongs))
        .flatMap(self -> new NodeConfigs(seed, spec.get(), host, warnings).of(self, wrongs))
        .map(
            config ->
                new Session(
                    asSeen.apply(world(config, seed, host, report)),
                    config,
                    payload(),
                    warnings,
                    orders));
  }

  /**
   * Where name and address disagree, the likelier one: what is wrong with its files is told too.
   */
  private static Optional<Member> self(
      ClusterSpec spec, Host host, List<String> warnings, Wrongs wrongs) {
    Optional<WhoAmI> self = wrongs.noting(() -> WhoAmI.of(spec, host.identity()));
    self.flatMap(WhoAmI::note).ifPresent(warnings::add);
    return self.map(WhoAmI::member).or(() -> WhoAmI.likeliest(spec, host.identity()));
  }

  private static World world(NodeConfig config, Seed seed, Host host, Report report) {
    return world(cluster(config, seed), seed, host, report);
  }

  static JetcdCluster cluster(NodeConfig config, Seed seed) {
    return new JetcdCluster(
        config,
        () -> Identities.read(seed, config.certificates().peer()),
        () -> Identities.read(seed, CertificateFiles.CLIENT));
  }

  static World world(Cluster cluster, Seed seed, Host host, Report report) {
    Clock clock = new SystemClock();
    return new World(
        host,
        cluster,
        seed,
        new ReleaseDownload(report),
        new CertificateCheck(seed, clock),
        report,
        clock);
  }

  @Override
  public RunLock lock() {
    Preconditions.requireRoot(host(Purpose.LOOK).identity());
    return RunLock.acquire(new Root(Path.of("/")));
  }

  @Override
  public void log(List<String> lines, boolean begin) {
    new RunLogFile(new Root(Path.of("/"))).append(lines, begin);
  }

  /** This machine, whoever looks at it. */
  static Host looking() {
    return host(Purpose.LOOK);
  }

  private static Host host(Purpose purpose) {
    return LiveHost.live(
        purpose == Purpose.VERIFY ? Reading.IN_FULL : Reading.TRUST_NOTES,
        purpose == Purpose.LOOK ? Noting.NOTHING : Noting.WRITE);
  }

  /** Said by every run, also by one that has nothing else to say. */
  private static String servesInstead(Seed seed, String missing) {
    return missing
        + "; the copy kept on this card, "
        + seed.place()
        + ", is used instead: good for inspecting and repairing this host, not for changing"
        + " membership";
  }

  static ClusterSpec clusterSpec(Seed seed) {
    return ClusterFile.read(seed.nameOf(ClusterSpec.FILE), file(seed, ClusterSpec.FILE));
  }

  private static Content file(Seed seed, String name) {
    return seed.read(name)
        .orElseThrow(
            () ->
                new BadInput(
                    seed.nameOf(name) + " is not there", "put it into the seed, then run again"));
  }

  static Payload payload() {
    return new Payload(
        resource("/openrc/etcd.initd"),
        resource("/openrc/etcd.confd"),
        resource("/openrc/etcd-run"));
  }

  static Content resource(String name) {
    try (InputStream in = LiveSessions.class.getResourceAsStream(name)) {
      return Content.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Content runningJar() {
    try {
      Path jar = jarFile();
      if (!Files.isRegularFile(jar)) {
        throw new BadInput(
            "this program runs from the folder " + jar + ", but bake has to copy its JAR",
            "run it with java -jar etcd-bootstrap.jar");
      }
      return Content.of(Files.readAllBytes(jar));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the JAR lies that runs. */
  static HostPath jarPath() {
    return HostPath.of(jarFile().normalize().toString());
  }

  static Path jarFolder() {
    return jarFile().getParent();
  }

  private static Path jarFile() {
    try {
      var source = LiveSessions.class.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(source.toURI()).toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
