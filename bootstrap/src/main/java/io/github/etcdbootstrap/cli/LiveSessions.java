package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.etcd.JetcdCluster;
import io.github.etcdbootstrap.etcd.ReleaseDownload;
import io.github.etcdbootstrap.host.LiveHost;
import io.github.etcdbootstrap.host.Noting;
import io.github.etcdbootstrap.host.Reading;
import io.github.etcdbootstrap.host.Root;
import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.pki.CertificateCheck;
import io.github.etcdbootstrap.pki.Identities;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.OpenKeys;
import io.github.etcdbootstrap.plan.Payload;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Wires the ports to this machine, its seed and its cluster. */
final class LiveSessions implements Sessions {

  @Override
  public Session open(CommonOptions options, Purpose purpose, Report report) {
    Clock clock = new SystemClock();
    Seed seed = new SeedPlaces(Path.of("/")).find(options.seed(), System.getenv(), jarFolder());
    seed.standsInFor().ifPresent(missing -> report.warning(servesInstead(seed, missing)));
    ClusterSpec spec = clusterSpec(seed);
    Host host = host(purpose);
    WhoAmI self = WhoAmI.of(spec, host.identity());
    List<String> warnings = new ArrayList<>();
    self.note().ifPresent(warnings::add);
    OpenKeys.warning(host, seed).ifPresent(warnings::add);
    NodeConfig config = new NodeConfigs(seed, spec, host, warnings).of(self.member());
    World world =
        new World(
            host,
            new JetcdCluster(
                config,
                () -> Identities.read(seed, config.certificates().peer()),
                () -> Identities.read(seed, CertificateFiles.CLIENT)),
            seed,
            new ReleaseDownload(report),
            new CertificateCheck(seed, clock),
            report,
            clock);
    return new Session(world, config, payload(), warnings);
  }

  @Override
  public RunLock lock() {
    return RunLock.acquire(new Root(Path.of("/")));
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
        + ", serves for looking and for repairs of this host, and for no change of membership";
  }

  private static ClusterSpec clusterSpec(Seed seed) {
    return ClusterFile.read(seed.nameOf(ClusterSpec.FILE), file(seed, ClusterSpec.FILE));
  }

  private static Content file(Seed seed, String name) {
    return seed.read(name)
        .orElseThrow(
            () ->
                new BadInput(
                    seed.nameOf(name) + " is not there", "put it into the seed, then run again"));
  }

  private static Payload payload() {
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

  private static Path jarFolder() {
    try {
      var source = LiveSessions.class.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(source.toURI()).toAbsolutePath().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
