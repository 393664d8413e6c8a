package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A machine in memory: files, accounts, one service. What cannot be done fails as it would. */
public final class FakeHost implements Host {
  public final TreeMap<HostPath, FileState> files = new TreeMap<>();
  public final Map<String, List<IpAddress>> names = new HashMap<>();
  public final Map<HostPath, Mount> mounts = new TreeMap<>();
  public final List<Process> holders = new ArrayList<>();
  public Optional<HostPath> openLog = Optional.empty();
  public final List<Listener> listeners = new ArrayList<>();
  public final List<String> commands = new ArrayList<>();
  public Identity identity;
  public List<Long> pids = List.of();
  public Optional<Status> status = Optional.empty();
  public Optional<Program> program = Optional.empty();

  /** Addresses of members whose snapshot does not come whole. */
  public final Set<String> breakingOff = new HashSet<>();

  public Supplier<FsyncTimes> fsyncTimes =
      () -> new FsyncTimes(Duration.ofMillis(1), Duration.ofMillis(5), 1000);

  public Runnable onStart = () -> pids = List.of(812L);
  public Runnable onStop = () -> {};

  /** What goes on in the machine while it is looked at. */
  public Runnable onProgram = () -> {};

  private final Map<String, Integer> groups = new HashMap<>(Map.of("root", 0));
  private final Map<String, User> users = new HashMap<>(Map.of("root", new User(0, 0)));
  private boolean started;
  private final TreeSet<String> runlevels = new TreeSet<>();
  private int draws;

  public FakeHost(String hostname, IpAddress address) {
    identity =
        new Identity(
            hostname,
            List.of(new NetworkAddress("eth0", address)),
            Optional.of(Architecture.ARM64),
            "aarch64",
            true,
            true);
    files.put(HostPath.of("/"), FileState.folder(Ownership.root(0755)));
    Stream.of("/etc/init.d", "/etc/conf.d", "/etc/profile.d", "/usr/local/bin", "/run")
        .forEach(path -> makeMissing(HostPath.of(path)));
    makeMissing(Layout.RUNNER.parent());
    mounts.put(HostPath.of("/"), mount("/", "ext4", "179:0", "SERIAL-1"));
    mounts.put(HostPath.of(FakeSeed.PLACE), mount(FakeSeed.PLACE, "vfat", "8:0", "STICK"));
  }

  public static Mount mount(String point, String type, String disk, String serial) {
    return new Mount(HostPath.of(point), type, true, Set.of(disk), serial, "x", 8L << 30);
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public FileState look(HostPath path) {
    return files.getOrDefault(path, FileState.ABSENT);
  }

  @Override
  public List<String> list(HostPath folder) {
    return files.keySet().stream()
        .filter(p -> p.parent().equals(folder) && !p.equals(folder))
        .map(HostPath::name)
        .toList();
  }

  @Override
  public Map<String, Sha256> sums(HostPath folder, List<String> wanted) {
    Map<String, Sha256> sums = new HashMap<>();
    for (String name : wanted) {
      look(folder.child(name)).content().ifPresent(c -> sums.put(name, Sha256.of(c.bytes())));
    }
    return sums;
  }

  @Override
  public void noteSums(HostPath folder, Map<String, Sha256> sums) {}

  @Override
  public void write(NodeFile file) {
    requireFolder(file.path().parent());
    requireAccount(file.ownership());
    files.put(file.path(), FileState.file(file.content(), file.ownership()));
  }

  @Override
  public void folder(HostPath path, Ownership ownership) {
    requireAccount(ownership);
    makeMissing(path.parent());
    files.put(path, FileState.folder(ownership));
  }

  @Override
  public void own(HostPath path, Ownership ownership) {
    FileState was = require(path);
    files.put(path, new FileState(was.kind(), Optional.of(ownership), was.content(), was.target()));
  }

  @Override
  public List<HostPath> strays(HostPath tree, String user, String group) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().isUnder(tree))
        .filter(file -> file.getValue().ownership().filter(o -> !isOf(o, user, group)).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isOf(Ownership ownership, String user, String group) {
    return ownership.user().equals(user) && ownership.group().equals(group);
  }

  @Override
  public void give(HostPath tree, String user, String group) {
    for (HostPath path : strays(tree, user, group)) {
      own(path, new Ownership(user, group, look(path).ownership().orElseThrow().mode()));
    }
  }

  @Override
  public List<HostPath> leftovers(HostPath folder) {
    return list(folder).stream()
        .filter(n -> n.startsWith(".staging-") || n.matches("\\..*\\.etcd-bootstrap-[0-9a-f]{8}"))
        .map(folder::child)
        .toList();
  }

  @Override
  public void removeLeftover(HostPath path) {
    files.keySet().removeIf(file -> file.isUnder(path));
  }

  @Override
  public void link(HostPath path, String target) {
    requireFolder(path.parent());
    files.put(path, FileState.link(target, Ownership.root(0777)));
  }

  @Override
  public void move(HostPath from, HostPath to) {
    require(from);
    require(look(to).is(FileState.Kind.ABSENT), to + " already exists");
    makeMissing(to.parent());
    for (HostPath path : files.keySet().stream().filter(p -> p.isUnder(from)).toList()) {
      String moved = to.value() + path.value().substring(from.value().length());
      files.put(HostPath.of(moved), files.remove(path));
    }
  }

  @Override
  public void copy(HostPath from, HostPath to) {
    require(look(to).is(FileState.Kind.ABSENT), to + " already exists");
    makeMissing(to.parent());
    files.put(to, require(from));
  }

  @Override
  public void remove(HostPath file) {
    files.remove(file);
  }

  @Override
  public Staging stage(HostPath folder) {
    return new FakeStaging(this, folder);
  }

  @Override
  public Accounts accounts() {
    return new Accounts(groups, users);
  }

  @Override
  public void addGroup(String group) {
    groups.put(group, 101);
  }

  @Override
  public void addUser(String user, String group) {
    users.put(user, new User(100, groups.get(group)));
  }

  @Override
  public ServiceState service(String name) {
    boolean installed = files.containsKey(Layout.INIT_SCRIPT);
    Status own = !installed ? Status.ABSENT : started ? Status.STARTED : Status.STOPPED;
    return new ServiceState(status.orElse(own), List.copyOf(runlevels), pids);
  }

  @Override
  public void enable(String service) {
    runlevels.add("default");
  }

  @Override
  public void disable(String service, String runlevel) {
    require(runlevels.remove(runlevel), service + " is not in the runlevel " + runlevel);
  }

  @Override
  public Optional<Program> program(long pid) {
    onProgram.run();
    return program;
  }

  @Override
  public void start(String service) {
    commands.add("start");
    require(Layout.INIT_SCRIPT);
    started = true;
    status = Optional.empty();
    onStart.run();
  }

  @Override
  public void stop(String service) {
    commands.add("stop");
    started = false;
    status = Optional.empty();
    pids = List.of();
    onStop.run();
  }

  @Override
  public Mount mount(HostPath path) {
    return mounts.values().stream()
        .filter(m -> path.isUnder(m.point()))
        .max(Comparator.comparing(m -> m.point().value().length()))
        .orElseThrow();
  }

  @Override
  public List<Process> holders(HostPath folder) {
    Stream<Process> own =
        files.keySet().stream().anyMatch(p -> p.isUnder(folder) && p.name().endsWith(".wal"))
            ? pids.stream().map(pid -> new Process(pid, "etcd"))
            : Stream.empty();
    return Stream.concat(holders.stream(), own).toList();
  }

  @Override
  public Optional<HostPath> openLog(long pid) {
    return openLog;
  }

  /** Of links only those of the path itself. */
  @Override
  public HostPath real(HostPath path) {
    HostPath parent = path.equals(path.parent()) ? path : real(path.parent()).child(path.name());
    return look(parent).target().map(HostPath::of).orElse(parent);
  }

  @Override
  public List<Listener> listeners(Set<Integer> ports) {
    return listeners.stream().filter(l -> ports.contains(l.port())).toList();
  }

  @Override
  public List<IpAddress> resolve(String name) {
    return names.getOrDefault(name, List.of());
  }

  @Override
  public List<String> tail(HostPath log, int lines) {
    return look(log).content().map(c -> c.text().lines().toList()).orElse(List.of());
  }

  @Override
  public Optional<String> lastLine(HostPath log, String words) {
    return tail(log, 0).stream().filter(line -> line.contains(words)).reduce((a, b) -> b);
  }

  @Override
  public String draw(int bytes) {
    draws++;
    String digits = "%02x%02x".formatted(identity.hostname().hashCode() & 0xff, draws);
    return digits.repeat(bytes).substring(0, 2 * bytes);
  }

  /** Nothing is left of a power cut but what lies on the disk. */
  public void powerCut() {
    files.keySet().removeIf(p -> p.isUnder(HostPath.of("/run")) && p.value().length() > 4);
    pids = List.of();
    started = false;
  }

  private void makeMissing(HostPath folder) {
    if (look(folder).is(FileState.Kind.ABSENT)) {
      makeMissing(folder.parent());
      files.put(folder, FileState.folder(Ownership.root(0755)));
    }
  }

  private FileState require(HostPath path) {
    require(!look(path).is(FileState.Kind.ABSENT), path + " is not there");
    return look(path);
  }

  private void requireFolder(HostPath path) {
    require(look(path).is(FileState.Kind.FOLDER), path + " is not a folder");
  }

  private void requireAccount(Ownership ownership) {
    boolean known = ownership.user().equals("root") || users.containsKey(ownership.user());
    require(known, "there is no user " + ownership.user());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new HostFailure(otherwise, "see to it");
    }
  }

  /** What every write-ahead log says here. */
  public Wal wal = new Wal(Optional.empty(), Optional.empty(), Optional.empty());

  @Override
  public Optional<Wal> wal(HostPath folder) {
    return list(folder).stream().anyMatch(n -> n.endsWith(".wal"))
        ? Optional.of(wal)
        : Optional.empty();
  }

  @Override
  public FsyncTimes fsyncTimes(HostPath folder) {
    return fsyncTimes.get();
  }

  @Override
  public void saveSnapshot(HostPath file, Ownership ownership, URI from, Duration limit) {
    if (breakingOff.contains(from.getHost())) {
      throw new HostFailure("writing " + file + ": " + from + ": connection reset", "run again");
    }
    write(new NodeFile(file, Content.of("of " + from), ownership));
  }
}
