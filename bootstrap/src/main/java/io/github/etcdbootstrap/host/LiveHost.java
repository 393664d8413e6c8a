package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Staging;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The machine on which the program runs. */
public class LiveHost implements Host {
  /** As the init script's own SIGTERM/60: an etcd without a quorum takes that long to stop. */
  private static final Supervised.Patience PATIENCE =
      new Supervised.Patience(1_000, 60_000, 10_000);

  private static final Set<String> OWN_ARGUMENTS =
      Set.of("--config-file=" + Layout.CONF, "--config-file=" + Layout.USED);

  private final Root root;
  private final AccountFiles accountFiles;
  private final AccountCommands accountCommands;
  private final Looks looks;
  private final Sums sums;
  private final Folders folders;
  private final AtomicFiles files;
  private final Services services;
  private final Function<HostPath, Mount> mounts;
  private final Processes processes;
  private final Listeners listeners;
  private final Supplier<Identity> machine;
  private final Resolver resolver;
  private final Trees trees;
  private final Leftovers leftovers;
  private final Programs programs;
  private final WalFolder walFolder;
  private final FsyncProbe fsyncProbe;
  private final MemberSnapshot memberSnapshot;

  /** The host itself. */
  public static LiveHost live(Reading reading, Noting noting) {
    return new LiveHost(
        new Root(Path.of("/")), Path.of("/proc"), Path.of("/sys"), Commands.PATH, reading, noting);
  }

  /**
   * @param path the folders of the machine's commands
   */
  LiveHost(Root root, Path proc, Path sys, String path, Reading reading, Noting noting) {
    this(
        root,
        proc,
        path,
        new OpenRc(
            root,
            new Commands(path),
            new Supervised(root, new Processes(proc), PATIENCE, OWN_ARGUMENTS)),
        new Mounts(root, proc.resolve("self/mountinfo"), new Disks(root, sys))::of,
        new ThisMachine(root, proc)::identity,
        reading,
        noting);
  }

  /** One that is no machine of its own, but a folder of it. */
  LiveHost(
      Root root,
      Path proc,
      String path,
      Services services,
      Function<HostPath, Mount> mounts,
      Supplier<Identity> machine,
      Reading reading,
      Noting noting) {
    this.root = root;
    this.accountFiles = new AccountFiles(root);
    Owners owners = new Owners(accountFiles);
    this.looks = new Looks(root, accountFiles);
    this.folders = new Folders(root, owners);
    this.files = new AtomicFiles(root, owners, folders);
    Path bootId = proc.resolve("sys/kernel/random/boot_id");
    this.sums = new Sums(root, new SumNotes(root, bootId, reading, noting, folders, files));
    this.accountCommands = new AccountCommands(root, new Commands(path), accountFiles);
    this.processes = new Processes(proc);
    this.listeners = new Listeners(proc, processes);
    this.services = services;
    this.mounts = mounts;
    this.machine = machine;
    this.resolver = new Resolver();
    this.trees = new Trees(root, accountFiles, owners);
    this.leftovers = new Leftovers(root);
    this.programs = new Programs(proc, processes, accountFiles, sums);
    this.walFolder = new WalFolder(root, looks);
    this.fsyncProbe = new FsyncProbe(root, System::nanoTime);
    this.memberSnapshot = new MemberSnapshot(root);
  }

  @Override
  public final Identity identity() {
    return machine.get();
  }

  @Override
  public final FileState look(HostPath path) {
    return looks.look(path);
  }

  @Override
  public final List<String> list(HostPath folder) {
    return looks.list(folder);
  }

  @Override
  public final Map<String, Sha256> sums(HostPath folder, List<String> names) {
    return sums.of(folder, names);
  }

  @Override
  public final void noteSums(HostPath folder, Map<String, Sha256> known) {
    sums.note(folder, known);
  }

  @Override
  public final void write(NodeFile file) {
    files.write(file);
  }

  @Override
  public final void folder(HostPath path, Ownership ownership) {
    folders.make(path, ownership);
  }

  @Override
  public final void own(HostPath path, Ownership ownership) {
    files.own(path, ownership);
  }

  @Override
  public final List<HostPath> strays(HostPath tree, String user, String group) {
    return trees.strays(tree, user, group);
  }

  @Override
  public final void give(HostPath tree, String user, String group) {
    trees.give(tree, user, group);
  }

  @Override
  public final List<HostPath> leftovers(HostPath folder) {
    return leftovers.in(folder);
  }

  @Override
  public final void removeLeftover(HostPath path) {
    leftovers.remove(path);
  }

  @Override
  public final void link(HostPath path, String target) {
    files.link(path, target);
  }

  @Override
  public final void move(HostPath from, HostPath to) {
    files.move(from, to);
  }

  @Override
  public final void copy(HostPath from, HostPath to) {
    files.copy(from, to);
  }

  @Override
  public final void remove(HostPath file) {
    files.remove(file);
  }

  @Override
  public final Staging stage(HostPath folder) {
    return StagingFolder.open(folder, root, folders);
  }

  @Override
  public final Accounts accounts() {
    return accountFiles.read();
  }

  @Override
  public final void addGroup(String group) {
    accountCommands.addGroup(group);
  }

  @Override
  public final void addUser(String user, String group) {
    accountCommands.addUser(user, group);
  }

  @Override
  public final ServiceState service(String name) {
    return services.state(name);
  }

  @Override
  public final boolean runs(String service) {
    return services.runs(service);
  }

  @Override
  public final void enable(String service) {
    services.enable(service);
  }

  @Override
  public final void disable(String service, String runlevel) {
    services.disable(service, runlevel);
  }

  @Override
  public final Optional<Program> program(long pid) {
    return programs.of(pid);
  }

  @Override
  public final void start(String service) {
    services.start(service);
  }

  @Override
  public final void stop(String service) {
    services.stop(service);
  }

  @Override
  public final Mount mount(HostPath path) {
    return mounts.apply(path);
  }

  @Override
  public final List<Process> holders(HostPath folder) {
    return processes.holdersOf(root.follow(folder));
  }

  @Override
  public final Optional<HostPath> openLog(long pid) {
    return processes.openedBy(pid, ".wal").map(Path::getParent).map(root::pathOf);
  }

  @Override
  public final HostPath real(HostPath path) {
    return root.pathOf(root.follow(path));
  }

  @Override
  public final List<Listener> listeners(Set<Integer> ports) {
    return listeners.on(ports);
  }

  @Override
  public final List<IpAddress> resolve(String name) {
    return resolver.resolve(name);
  }

  @Override
  public final List<String> tail(HostPath log, int lines) {
    return looks.tail(log, lines);
  }

  @Override
  public final Optional<String> lastLine(HostPath log, String words) {
    return looks.lastLine(log, words);
  }

  @Override
  public final String draw(int bytes) {
    return Random.hex(bytes);
  }

  @Override
  public final void saveSnapshot(HostPath file, Ownership ownership, URI from, Duration limit) {
    files.save(file, ownership, to -> memberSnapshot.fetch(from, limit, to));
  }

  @Override
  public final Optional<Wal> wal(HostPath folder) {
    return walFolder.read(folder);
  }

  @Override
  public final FsyncTimes fsyncTimes(HostPath folder) {
    return fsyncProbe.times(folder);
  }
}
