package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The part of a {@link Scenario} that lies on the host: files, service, data. */
abstract class HostSide {
  final NodeConfig config;
  final Map<HostPath, FileState> files = new HashMap<>();
  private final Map<String, Sha256> programs = new HashMap<>();
  private boolean account;
  private boolean rootThere = true;
  private Status status = Status.ABSENT;
  private List<String> runlevels = List.of();
  private final Map<HostPath, Integer> strays = new HashMap<>();
  private final List<HostPath> leftovers = new ArrayList<>();
  private Optional<Host.Program> program = Optional.empty();
  private Optional<StartedWith> startedWith = Optional.empty();
  private Optional<WrittenBy> writtenBy = Optional.empty();
  private List<Long> pids = List.of();
  private String mountType = "ext4";
  private Data.Kind kind = Data.Kind.NONE;
  private boolean hasWal;
  private boolean memberThere;
  Optional<EtcdId> dataId = Optional.empty();
  private Optional<EtcdId> dataCluster = Optional.empty();
  private Optional<String> damage = Optional.empty();
  private final List<HostPath> asides = new ArrayList<>();
  private long freeBytes = 8L << 30;
  private Optional<HostPath> missingMount = Optional.empty();
  private Optional<String> otherDisk = Optional.empty();
  private List<Host.Process> strangers = List.of();
  private Optional<Data.Elsewhere> elsewhere = Optional.empty();
  private Cluster.OwnHealth health = Cluster.OwnHealth.SILENT;

  HostSide(NodeConfig config) {
    this.config = config;
    files.put(
        Layout.HOSTS, FileState.file(Content.of("127.0.0.1 localhost\n"), Ownership.root(0644)));
  }

  abstract Scenario self();

  /** All that belongs on the host is there, as {@code desired} says it. */
  void install(Desired desired) {
    Stream.of(desired.folders(), desired.holders())
        .flatMap(List::stream)
        .forEach(f -> files.put(f.path(), FileState.folder(f.ownership())));
    desired.files().forEach(this::put);
    desired.links().forEach((p, t) -> files.put(p, FileState.link(t, Ownership.root(0777))));
    HostPath release = Layout.release(config.release().version());
    for (String program : Release.PROGRAMS) {
      programs.put(program, Sha256.of(program.getBytes(StandardCharsets.UTF_8)));
      files.put(
          release.child(program),
          new FileState(
              FileState.Kind.FILE,
              Optional.of(Ownership.root(0755)),
              Optional.empty(),
              Optional.empty()));
    }
    put(
        new NodeFile(
            release.child(Layout.SUMS), ReleaseInstall.toContent(programs), Ownership.root(0644)));
    put(new NodeFile(Layout.DATA_DISK, Content.of("SERIAL-1\nx\n"), Marks.OWNERSHIP));
    account = true;
    runlevels = List.of("default");
    status = Status.STOPPED;
  }

  void put(NodeFile file) {
    files.put(file.path(), FileState.file(file.content(), file.ownership()));
  }

  Scenario file(HostPath path, FileState state) {
    files.put(path, state);
    return self();
  }

  Scenario text(HostPath path, String text) {
    return file(path, FileState.file(Content.of(text), Ownership.root(0644)));
  }

  Scenario withoutCopy() {
    files.keySet().removeIf(path -> path.isUnder(Layout.KEPT_SEED));
    return self();
  }

  /** What is there, under another owner or mode. */
  Scenario owned(HostPath path, Ownership ownership) {
    FileState was = files.get(path);
    return file(
        path, new FileState(was.kind(), Optional.of(ownership), was.content(), was.target()));
  }

  Scenario damagedProgram(String program) {
    programs.put(program, Sha256.of(new byte[] {0}));
    return self();
  }

  Scenario withoutAccount() {
    account = false;
    return self();
  }

  Scenario runlevels(String... others) {
    runlevels = List.of(others);
    return self();
  }

  Scenario strays(HostPath tree, int count) {
    strays.put(tree, count);
    return self();
  }

  Scenario leftover(HostPath path) {
    leftovers.add(path);
    return self();
  }

  /** The running etcd is the installed one, started with the configuration that should be. */
  Scenario running() {
    String ca = Sha256.of(Edge.certificates(config).get("ca.pem").bytes()).hex();
    return runsAs("etcd").startedWith(ca, ConfYml.conf(config).text());
  }

  Scenario runsAs(String user) {
    program = Optional.of(new Host.Program(programs.get("etcd"), user));
    return self();
  }

  /** What runs is not the file that is installed. */
  Scenario runsAnotherProgram() {
    program = Optional.of(new Host.Program(Sha256.of(new byte[] {1}), "etcd"));
    return self();
  }

  Scenario startedWith(String ca, String conf) {
    startedWith = Optional.of(new StartedWith(ca, conf));
    return self();
  }

  Scenario startedBySomebody() {
    startedWith = Optional.empty();
    return self();
  }

  Scenario writtenBy(String version) {
    return writtenBy(version, Layout.DATA_VERSION + " says so");
  }

  Scenario writtenBy(String version, String evidence) {
    writtenBy = Optional.of(new WrittenBy(EtcdVersion.parse(version), evidence));
    return self();
  }

  Map<HostPath, Integer> strays() {
    return strays;
  }

  List<HostPath> leftoversOfRuns() {
    return leftovers;
  }

  Optional<Facts.Running> runningEtcd() {
    return program.filter(p -> !pids.isEmpty()).map(p -> new Facts.Running(p, startedWith));
  }

  Scenario service(Status other, long... running) {
    status = other;
    pids = Arrays.stream(running).boxed().toList();
    return self();
  }

  /** Data, and whose it is. */
  Scenario data(Data.Kind whose) {
    kind = whose;
    hasWal = whose != Data.Kind.NONE;
    memberThere = hasWal;
    return self();
  }

  Scenario dataOf(EtcdId id) {
    dataId = Optional.of(id);
    return data(Data.Kind.VALID);
  }

  Scenario ofCluster(EtcdId cluster) {
    dataCluster = Optional.of(cluster);
    return self();
  }

  /** Data that etcd cannot go on with. */
  Scenario damagedData(String why) {
    damage = Optional.of(why);
    return data(Data.Kind.CORRUPT);
  }

  /** Data of a cluster that is running, whose birth may not be known. */
  Scenario dataOf(EtcdId cluster, EtcdId id) {
    return ofCluster(cluster).dataOf(id);
  }

  Scenario aside(String name) {
    asides.add(Layout.aside(config.dataDir()).child(name));
    return self();
  }

  Scenario freeForData(long bytes) {
    freeBytes = bytes;
    return self();
  }

  /** A `member` folder without a write-ahead log, as a refused start leaves it. */
  Scenario leftovers() {
    memberThere = true;
    return self();
  }

  Scenario dataOn(String type) {
    mountType = type;
    return self();
  }

  Scenario notMounted(String mountPoint) {
    missingMount = Optional.of(HostPath.of(mountPoint));
    return self();
  }

  Scenario dataBegunOn(String disk) {
    otherDisk = Optional.of(disk);
    return self();
  }

  Scenario heldBy(String program, long pid) {
    strangers = List.of(new Host.Process(pid, program));
    return self();
  }

  Scenario dataElsewhere(String folder) {
    return elsewhere(folder, false, Layout.CONF + " names it");
  }

  Scenario elsewhere(String folder, boolean logOnly, String evidence) {
    elsewhere = Optional.of(new Data.Elsewhere(HostPath.of(folder), logOnly, evidence));
    return self();
  }

  Scenario healthy() {
    return health(new Cluster.OwnHealth(true, true, ""));
  }

  Scenario health(Cluster.OwnHealth own) {
    health = own;
    return self();
  }

  Cluster.OwnHealth health() {
    return health;
  }

  Map<String, Sha256> programs() {
    return programs;
  }

  Host.Accounts accounts() {
    Host.User root = new Host.User(0, 0);
    Host.User etcd = new Host.User(100, 101);
    return account
        ? new Host.Accounts(Map.of("root", 0, "etcd", 101), Map.of("root", root, "etcd", etcd))
        : new Host.Accounts(Map.of("root", 0), rootThere ? Map.of("root", root) : Map.of());
  }

  Scenario withoutRootInPasswd() {
    rootThere = false;
    return self();
  }

  Host.ServiceState service() {
    return new Host.ServiceState(status, runlevels, pids);
  }

  Data data() {
    Host.Mount mount =
        new Host.Mount(
            HostPath.of("/"), mountType, true, Set.of("179:0"), "SERIAL-1", "x", freeBytes);
    return new Data(
        mount,
        hasWal,
        memberThere,
        kind,
        dataId,
        dataCluster,
        damage,
        missingMount,
        otherDisk,
        strangers,
        elsewhere,
        asides,
        writtenBy);
  }
}
