package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes one snapshot of host, seed and cluster. The cheap questions come first: a member that is
 * healthy by its own word has no need to ask its peers.
 */
public final class Observer {
  private static final Duration UNTIL_LOG_IS_READ = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofSeconds(1);

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
    Map<HostPath, FileState> files = files();
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
        quiet ? Optional.empty() : Optional.of(peersOnceLogIsRead(health, card, seed, data));
    return new Facts(
        identity,
        files,
        programs(),
        host.accounts(),
        strays(),
        leftovers(),
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

  private Map<HostPath, FileState> files() {
    HostPath release = Layout.release(config.release().version());
    Stream<HostPath> certificates =
        config.certificates().all().stream()
            .map(Layout.ETC::child)
            .flatMap(path -> Stream.of(path, StagedPair.nextOf(path)));
    Stream<HostPath> programs =
        Release.PROGRAMS.stream()
            .flatMap(p -> Stream.of(Layout.PROGRAMS.child(p), release.child(p)));
    Stream<HostPath> rest =
        Stream.of(
            Layout.CURRENT,
            Layout.APK_PROGRAM,
            Layout.RELEASES,
            release,
            release.child(Layout.SUMS),
            Layout.RUNNER.parent(),
            Layout.RUNNER,
            Layout.ETC,
            Layout.CONF,
            Layout.INIT_SCRIPT,
            Layout.CONF_D,
            Layout.PROFILE,
            Layout.HOSTS,
            Layout.FSTAB,
            Layout.CARD,
            Layout.INSTALL,
            Layout.MARKS,
            Layout.KEPT_SEED,
            Layout.REPLACED,
            Layout.SNAPSHOTS,
            Layout.SEED_SETTING,
            Layout.PRIVATE_SEED,
            Layout.VOTER,
            Layout.REPLACED_UNATTENDED,
            Layout.DATA_DISK,
            Layout.DATA_VERSION,
            Layout.LOGS,
            config.dataDir(),
            Layout.member(config.dataDir()));
    Map<HostPath, FileState> files = new HashMap<>();
    Stream<HostPath> remembered =
        Stream.of(Layout.KEPT_SEED, Layout.PRIVATE_SEED, Layout.MARKS).flatMap(this::in);
    Stream.of(certificates, programs, remembered, rest, also.stream())
        .flatMap(paths -> paths)
        .forEach(path -> files.put(path, world.host().look(path)));
    return files;
  }

  private Stream<HostPath> in(HostPath folder) {
    return world.host().list(folder).stream().map(folder::child);
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

  /** What etcd must be able to read and write, and makes itself. */
  private Map<HostPath, Integer> strays() {
    Map<HostPath, Integer> strays = new HashMap<>();
    HostPath member = Layout.member(config.dataDir());
    for (HostPath tree : List.of(member, Layout.MARKS, Layout.LOG, Layout.SERVICE_LOG)) {
      strays.put(tree, world.host().strays(tree, Layout.ACCOUNT, Layout.ACCOUNT).size());
    }
    return strays;
  }

  private List<HostPath> leftovers() {
    return Stream.concat(Layout.WRITTEN_IN.stream(), Stream.of(config.dataDir()))
        .flatMap(folder -> world.host().leftovers(folder).stream())
        .toList();
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

  private Map<String, Sha256> programs() {
    return world.host().sums(Layout.release(config.release().version()), Release.PROGRAMS);
  }

  /** An etcd that has just been started knows no member until it has read its log. */
  private Facts.Peers peersOnceLogIsRead(
      Cluster.OwnHealth health, Facts.Card card, Facts.SeedFacts seed, Facts.Data data) {
    Deadline deadline = Deadline.in(world.clock(), UNTIL_LOG_IS_READ);
    while (true) {
      Facts.Peers peers = peers(card, seed, data);
      if (!DataOwner.knowsNoMember(health, peers) || deadline.isOver()) {
        return peers;
      }
      world.clock().sleep(STEP);
    }
  }

  private Facts.Peers peers(Facts.Card card, Facts.SeedFacts seed, Facts.Data data) {
    List<Cluster.PeerPage> pages = world.cluster().pages(config.members());
    Cluster.PeerPage own = pages.get(config.members().indexOf(config.self()));
    List<Cluster.PeerPage> others = pages.stream().filter(p -> p != own).toList();
    boolean formed = pages.stream().anyMatch(p -> p.answer() == Cluster.PeerPage.Answer.FORMED);
    Optional<EtcdId> itsOwn = own.list().map(Cluster.MemberList::clusterId);
    world.cluster().expect(cluster(seed, data).or(() -> itsOwn));
    Optional<Cluster.MemberList> list = formed ? world.cluster().members() : Optional.empty();
    List<Cluster.MemberStatus> statuses = list.isPresent() ? world.cluster().statuses() : List.of();
    return new Facts.Peers(
        own,
        others,
        list,
        statuses,
        world.clock().sinceStart(),
        impostor(card, seed, pages, list),
        list.isPresent() && mayBeReplaced(statuses) && wasReplacedUnattended());
  }

  /** Whose member this host's is: its birth's cluster, else its data's. */
  private static Optional<EtcdId> cluster(Facts.SeedFacts seed, Facts.Data data) {
    return seed.birth().map(Birth::clusterId).or(data::cluster);
  }

  /** For who asks the cluster and plans nothing. */
  void expectTheSeeds() {
    Optional<Birth> birth = new SeedObserver(world, config).observe().birth();
    world.cluster().expect(birth.map(Birth::clusterId));
  }

  /** With an alarm no member is, and no key may be readable. */
  private static boolean mayBeReplaced(List<Cluster.MemberStatus> statuses) {
    return Alarms.refusal(statuses).isEmpty();
  }

  private boolean wasReplacedUnattended() {
    return world.cluster().replacedUnattended(config.self().name());
  }

  private Optional<Cluster.PeerPage> impostor(
      Facts.Card card,
      Facts.SeedFacts seed,
      List<Cluster.PeerPage> pages,
      Optional<Cluster.MemberList> list) {
    return new ImpostorObserver(world, config)
        .observe(
            Stream.concat(card.marks().stream(), seed.marks().stream()).toList(),
            card.ofThisDisk().map(Install::id).orElse(draws.installId()),
            Stream.concat(list.stream(), pages.stream().flatMap(p -> p.list().stream())).toList());
  }

  /** This host's certificates as the seed has them. */
  static Map<String, Content> certificates(Seed seed, CertificateFiles files) {
    Map<String, Content> contents = new HashMap<>();
    files.all().forEach(n -> seed.read(n).ifPresent(c -> contents.put(n, c)));
    return contents;
  }
}
