package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes one snapshot of host, seed and cluster. The cheap questions come first: a member that is
 * healthy by its own word has no need to ask its peers.
 */
public final class Observer {
  /** What etcd-run says then, in the service's log. */
  private static final String REFUSED = "etcd-run: not starting etcd: ";

  private static final Duration CLOCK_WAS_SET = Duration.ofMinutes(1);

  private final World world;
  private final NodeConfig config;
  private final Orders orders;
  private final List<HostPath> also;
  private Facts.Draws draws;
  private Instant begin;

  public Observer(World world, NodeConfig config, Orders orders) {
    this(world, config, orders, List.of());
  }

  /**
   * @param also paths to look at that an ordinary run has nothing to do with
   */
  Observer(World world, NodeConfig config, Orders orders, List<HostPath> also) {
    this.world = world;
    this.config = config;
    this.orders = orders;
    this.also = also;
    this.begin = world.clock().now().minus(world.clock().sinceStart());
    this.draws =
        new Facts.Draws(
            world.host().draw(16), world.host().draw(4), world.clock().now().toString());
  }

  public Facts observe() {
    dateAgain();
    Host host = world.host();
    Host.Identity identity = host.identity();
    FilesObserver filesObserver = new FilesObserver(host, config);
    Map<HostPath, FileState> files = filesObserver.files(also);
    Host.ServiceState service = host.service(Layout.SERVICE);
    Facts.Card card = new CardObserver(host).observe(files);
    Facts.SeedFacts seed = new SeedObserver(world, config).observe();
    Cluster.OwnHealth health =
        service.pids().isEmpty()
            ? Cluster.OwnHealth.SILENT
            : world.cluster().ownHealth(config.endpoints().metrics());
    Optional<Facts.Running> running = running(service);
    boolean guarded = running.flatMap(Facts.Running::conf).isPresent();
    DataObserver dataObserver =
        new DataObserver(
            host,
            config,
            files,
            service,
            new WriterObserver(world, config, files).observe(service, guarded));
    Facts.Data data = dataObserver.observe(seed, card, health, Optional.empty());
    world.cluster().expect(cluster(seed, data));
    boolean quiet =
        health.healthy()
            && Voting.isKnown(card, seed)
            && data.kind() == Facts.Data.Kind.VALID
            && !orders.leave();
    // Before anybody is called: who listens on our own port may go away at that.
    Surroundings surroundings =
        quiet ? Surroundings.NOT_ASKED : new SurroundingsObserver(host, config).observe(service);
    Optional<Facts.Peers> peers =
        quiet
            ? Optional.empty()
            : Optional.of(
                new PeersObserver(world, config, draws.installId())
                    .onceLogIsRead(health, card, seed, data));
    return new Facts(
        identity,
        files,
        filesObserver.programs(),
        host.accounts(),
        filesObserver.strays(),
        filesObserver.leftovers(),
        service,
        running,
        isStartRefused(service, health),
        peers.isPresent() ? dataObserver.observe(seed, card, health, peers) : data,
        card,
        seed,
        world.certificates().check(config, depth(quiet, files, seed)),
        surroundings,
        health,
        peers,
        orders,
        new Facts.Time(world.clock().now(), world.clock().earliest()),
        draws);
  }

  /** The same, and where what is yet to be written would lie. */
  Facts withMounts(Facts facts) {
    return facts.withMounts(new SurroundingsObserver(world.host(), config).mounts());
  }

  /** What a run notes has its date from the begin, unless the clock was set since. */
  private void dateAgain() {
    Instant now = world.clock().now();
    Instant expected = begin.plus(world.clock().sinceStart());
    if (Duration.between(expected, now).abs().compareTo(CLOCK_WAS_SET) > 0) {
      draws = new Facts.Draws(draws.installId(), draws.tokenSuffix(), now.toString());
      begin = now.minus(world.clock().sinceStart());
    }
  }

  /** What the member is healthy with need not be proved again. */
  private Certificates.Depth depth(
      boolean quiet, Map<HostPath, FileState> files, Facts.SeedFacts seed) {
    boolean installed =
        config.certificates().all().stream()
            .allMatch(
                name ->
                    files
                        .get(Layout.ETC.child(name))
                        .content()
                        .equals(Optional.ofNullable(seed.certificates().get(name))));
    return quiet && installed ? Certificates.Depth.UNCHANGED : Certificates.Depth.FULL;
  }

  /** The note after the program: etcd-run writes it, and then becomes etcd. */
  private Optional<Facts.Running> running(Host.ServiceState service) {
    if (service.pids().isEmpty()) {
      return Optional.empty();
    }
    long pid = service.pids().get(0);
    Optional<Host.Program> program = world.host().program(pid);
    Optional<StartedWith> note =
        world.host().look(Layout.RUNNING).content().flatMap(c -> StartedWith.read(c, pid));
    return program.map(p -> new Facts.Running(p, note));
  }

  private boolean isStartRefused(Host.ServiceState service, Cluster.OwnHealth health) {
    return !health.answers()
        && world.host().tail(Layout.SERVICE_LOG, 1).stream()
            .anyMatch(line -> service.pids().stream().anyMatch(pid -> isRefusalOf(pid, line)));
  }

  private static boolean isRefusalOf(long pid, String line) {
    return line.contains(REFUSED) && line.endsWith("(process " + pid + ")");
  }

  /** Whose member this host's is: its birth's cluster, else its data's. */
  static Optional<EtcdId> cluster(Facts.SeedFacts seed, Facts.Data data) {
    return seed.birth().map(Birth::clusterId).or(data::cluster);
  }

  /** For who asks the cluster and plans nothing. */
  void expectTheSeeds() {
    Optional<Birth> birth = new SeedObserver(world, config).observe().birth();
    world.cluster().expect(birth.map(Birth::clusterId));
  }

  /** This host's certificates as the seed has them. */
  static Map<String, Content> certificates(Seed seed, CertificateFiles files) {
    Map<String, Content> contents = new HashMap<>();
    files.all().forEach(n -> seed.read(n).ifPresent(c -> contents.put(n, c)));
    return contents;
  }
}
