package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeStaging;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Staging;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A simulated host as a run of the program sees and changes it. */
final class SimHost implements Host {
  private static final User ROOT = new User(0, 0);
  private static final User ETCD = new User(100, 101);
  private static final HostPath ROOT_FOLDER = HostPath.of("/");
  private static final long ROOM = 8L << 30;

  private final Pi pi;
  private final Run run;

  SimHost(Pi pi, Run run) {
    this.pi = pi;
    this.run = run;
  }

  @Override
  public Identity identity() {
    return new Identity(
        pi.name(),
        List.of(new NetworkAddress("eth0", Edge.member(pi.number).address())),
        Optional.of(Architecture.ARM64),
        "aarch64",
        true,
        true);
  }

  @Override
  public FileState look(HostPath path) {
    boolean lie = path.equals(Layout.VOTER) && pi.world.broken == Broken.VOTE_TAKEN_FOR_GRANTED;
    if (lie && pi.etcd != null) {
      return FileState.file(Content.of(new EtcdId(pi.etcd.id()) + "\n"), Ownership.root(0644));
    }
    return pi.files.look(path);
  }

  @Override
  public List<String> list(HostPath folder) {
    if (folder.equals(Pi.WAL)) {
      run.touch();
    } else if (pi.world.broken == Broken.MARKS_NOT_SEEN && folder.equals(Layout.MARKS)) {
      return List.of();
    }
    return pi.files.list(folder);
  }

  @Override
  public Map<String, Sha256> sums(HostPath folder, List<String> names) {
    return pi.files.has(folder.child(names.get(0))) ? SimPorts.sums() : Map.of();
  }

  @Override
  public void noteSums(HostPath folder, Map<String, Sha256> sums) {}

  @Override
  public void write(NodeFile file) {
    run.touch();
    if (!pi.files.look(file.path().parent()).is(FileState.Kind.FOLDER)) {
      throw new HostFailure(file.path() + ": no such folder", "make it");
    }
    pi.files.put(file.path(), FileState.file(file.content(), file.ownership()));
  }

  @Override
  public void folder(HostPath path, Ownership ownership) {
    run.touch();
    pi.files.put(path, FileState.folder(ownership));
  }

  @Override
  public void own(HostPath path, Ownership ownership) {
    run.touch();
    FileState was = look(path);
    pi.files.put(
        path, new FileState(was.kind(), Optional.of(ownership), was.content(), was.target()));
  }

  @Override
  public List<HostPath> strays(HostPath tree, String user, String group) {
    return List.of();
  }

  @Override
  public void give(HostPath tree, String user, String group) {
    run.touch();
  }

  @Override
  public List<HostPath> leftovers(HostPath folder) {
    return List.of();
  }

  @Override
  public void removeLeftover(HostPath path) {
    remove(path);
  }

  @Override
  public void link(HostPath path, String target) {
    run.touch();
    pi.files.put(path, FileState.link(target, Ownership.root(0777)));
  }

  @Override
  public void move(HostPath from, HostPath to) {
    run.touch();
    if (!pi.files.has(from) || pi.files.has(to)) {
      throw new HostFailure(from + " cannot be moved to " + to, "see to it");
    }
    if (pi.isUp()) {
      throw new Violation(Violation.Rule.DELETED, pi + ": data is moved away from under etcd");
    }
    pi.files.move(from, to);
  }

  @Override
  public void saveSnapshot(HostPath file, Ownership ownership, URI from, Duration limit) {
    run.touch();
    pi.files.put(file, FileState.file(Content.of("of " + from), ownership));
  }

  @Override
  public Optional<Wal> wal(HostPath folder) {
    run.touch();
    Log log = pi.files.log(folder);
    return Optional.ofNullable(log)
        .map(
            l ->
                new Wal(
                    Optional.of(new EtcdId(l.member)),
                    Optional.of(new EtcdId(l.cluster)),
                    l.damage.isEmpty() || l.damage.startsWith("tocommit")
                        ? Optional.empty()
                        : Optional.of(l.damage)));
  }

  @Override
  public FsyncTimes fsyncTimes(HostPath folder) {
    return FsyncTimes.of(List.of(Duration.ofMillis(2)));
  }

  @Override
  public void copy(HostPath from, HostPath to) {
    run.touch();
    pi.files.put(to, look(from));
  }

  @Override
  public void remove(HostPath file) {
    run.touch();
    if (pi.files.log(file) != null || pi.files.log(file.parent()) != null) {
      throw new Violation(Violation.Rule.DELETED, pi + ": " + file + " is removed");
    }
    pi.files.remove(file);
  }

  @Override
  public Staging stage(HostPath folder) {
    return new FakeStaging(this, folder);
  }

  @Override
  public Accounts accounts() {
    return pi.accounts
        ? new Accounts(Map.of("root", 0, "etcd", 101), Map.of("root", ROOT, "etcd", ETCD))
        : new Accounts(Map.of("root", 0), Map.of("root", ROOT));
  }

  @Override
  public void addGroup(String group) {
    run.touch();
  }

  @Override
  public void addUser(String user, String group) {
    run.touch();
    pi.accounts = true;
  }

  @Override
  public ServiceState service(String name) {
    run.touch();
    boolean installed = pi.files.has(Layout.INIT_SCRIPT);
    ServiceState.Status status =
        !installed
            ? ServiceState.Status.ABSENT
            : pi.supervised ? ServiceState.Status.STARTED : ServiceState.Status.STOPPED;
    return new ServiceState(
        status, List.copyOf(pi.runlevels), pi.isUp() ? List.of(pi.pid) : List.of());
  }

  @Override
  public void enable(String service) {
    run.touch();
    pi.runlevels.add(Layout.RUNLEVEL);
  }

  @Override
  public void disable(String service, String runlevel) {
    run.touch();
    pi.runlevels.remove(runlevel);
  }

  @Override
  public Optional<Program> program(long pid) {
    return Optional.of(new Program(SimPorts.sums().get("etcd"), "etcd"));
  }

  @Override
  public void start(String service) {
    run.step();
    if (!pi.supervised) {
      pi.start();
    }
    if (!pi.supervised) {
      throw new HostFailure("rc-service etcd start: etcd-run refuses", "look at its log");
    }
    run.step();
  }

  @Override
  public void stop(String service) {
    run.step();
    run.requireQuorumWithout();
    pi.stop();
    pi.stoppedByRun = true;
    run.step();
  }

  @Override
  public Mount mount(HostPath path) {
    boolean seed = path.isUnder(SimSeed.STICK);
    return seed
        ? new Mount(SimSeed.STICK, SimSeed.type(pi.world), true, Set.of("8:0"), "STICK", "x", ROOM)
        : new Mount(ROOT_FOLDER, "ext4", true, Set.of("179:0"), pi.serial, "x", ROOM);
  }

  @Override
  public List<Process> holders(HostPath folder) {
    return pi.isUp() ? List.of(new Process(pi.pid, "etcd")) : List.of();
  }

  @Override
  public Optional<HostPath> openLog(long pid) {
    return Optional.empty();
  }

  @Override
  public HostPath real(HostPath path) {
    return path;
  }

  @Override
  public List<Listener> listeners(Set<Integer> ports) {
    return List.of();
  }

  @Override
  public List<IpAddress> resolve(String name) {
    return List.of();
  }

  @Override
  public List<String> tail(HostPath log, int lines) {
    Log wal = pi.log();
    return wal == null || wal.damage.isEmpty() ? List.of() : List.of(wal.damage);
  }

  @Override
  public Optional<String> lastLine(HostPath log, String words) {
    return Optional.empty();
  }

  @Override
  public String draw(int bytes) {
    boolean token = bytes == 4;
    return token && pi.world.broken == Broken.TOKEN_NOT_DRAWN ? "0badcafe" : pi.world.draw(bytes);
  }
}
