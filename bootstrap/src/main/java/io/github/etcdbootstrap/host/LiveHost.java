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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machine on which the program runs. */
public final class LiveHost implements Host {
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
  private final OpenRc openRc;
  private final Mounts mounts;
  private final Processes processes;
  private final Listeners listeners;
  private final ThisMachine machine;
  private final Resolver resolver;
  private final Trees trees;
  private final Leftovers leftovers;
  private final Programs programs;
  private final WalFolder walFolder;
  private final FsyncProbe fsyncProbe;

  /** The host itself. */
  public static LiveHost live(Reading reading, Noting noting) {
    return new LiveHost(
        new Root(Path.of("/")), Path.of("/proc"), Path.of("/sys"), Commands.PATH, reading, noting);
  }

  /**
   * @param path the folders of the machine's commands
   */
  LiveHost(Root root, Path proc, Path sys, String path, Reading reading, Noting noting) {
    this.root = root;
    this.accountFiles = new AccountFiles(root);
    Owners owners = new Owners(accountFiles);
    this.looks = new Looks(root, accountFiles);
    this.folders = new Folders(root, owners);
    this.files = new AtomicFiles(root, owners, folders);
    Path bootId = proc.resolve("sys/kernel/random/boot_id");
    this.sums = new Sums(root, new SumNotes(root, bootId, reading, noting, folders, files));
    Commands commands = new Commands(path);
    this.accountCommands = new AccountCommands(root, commands, accountFiles);
    this.processes = new Processes(proc);
    this.listeners = new Listeners(proc, processes);
    this.openRc =
        new OpenRc(root, commands, new Supervised(root, processes, PATIENCE, OWN_ARGUMENTS));
    this.mounts = new Mounts(root, proc.resolve("self/mountinfo"), new Disks(root, sys));
    this.machine = new ThisMachine(root, proc);
    this.resolver = new Resolver();
    this.trees = new Trees(root, accountFiles, owners);
    this.leftovers = new Leftovers(root);
    this.programs = new Programs(proc, processes, accountFiles, sums);
    this.walFolder = new WalFolder(root, looks);
    this.fsyncProbe = new FsyncProbe(root, System::nanoTime);
  }

  @Override
  public Identity identity() {
    return machine.identity();
  }

  @Override
  public FileState look(HostPath path) {
    return looks.look(path);
  }

  @Override
  public List<String> list(HostPath folder) {
    return looks.list(folder);
  }

  @Override
  public Map<String, Sha256> sums(HostPath folder, List<String> names) {
    return sums.of(folder, names);
  }

  @Override
  public void noteSums(HostPath folder, Map<String, Sha256> known) {
    sums.note(folder, known);
  }

  @Override
  public void write(NodeFile file) {
    files.write(file);
  }

  @Override
  public void folder(HostPath path, Ownership ownership) {
    folders.make(path, ownership);
  }

  @Override
  public void own(HostPath path, Ownership ownership) {
    files.own(path, ownership);
  }

  @Override
  public List<HostPath> strays(HostPath tree, String user, String group) {
    return trees.strays(tree, user, group);
  }

  @Override
  public void give(HostPath tree, String user, String group) {
    trees.give(tree, user, group);
  }

  @Override
  public List<HostPath> leftovers(HostPath folder) {
    return leftovers.in(folder);
  }

  @Override
  public void removeLeftover(HostPath path) {
    leftovers.remove(path);
  }

  @Override
  public void link(HostPath path, String target) {
    files.link(path, target);
  }

  @Override
  public void move(HostPath from, HostPath to) {
    files.move(from, to);
  }

  @Override
  public void copy(HostPath from, HostPath to) {
    files.copy(from, to);
  }

  @Override
  public void remove(HostPath file) {
    files.remove(file);
  }

  @Override
  public Staging stage(HostPath folder) {
    return StagingFolder.open(folder, root, folders);
  }

  @Override
  public Accounts accounts() {
    return accountFiles.read();
  }

  @Override
  public void addGroup(String group) {
    accountCommands.addGroup(group);
  }

  @Override
  public void addUser(String user, String group) {
    accountCommands.addUser(user, group);
  }

  @Override
  public ServiceState service(String name) {
    return openRc.state(name);
  }

  @Override
  public void enable(String service) {
    openRc.enable(service);
  }

  @Override
  public void disable(String service, String runlevel) {
    openRc.disable(service, runlevel);
  }

  @Override
  public Optional<Program> program(long pid) {
    return programs.of(pid);
  }

  @Override
  public void start(String service) {
    openRc.start(service);
  }

  @Override
  public void stop(String service) {
    openRc.stop(service);
  }

  @Override
  public Mount mount(HostPath path) {
    return mounts.of(path);
  }

  @Override
  public List<Process> holders(HostPath folder) {
    return processes.holdersOf(root.follow(folder));
  }

  @Override
  public List<Listener> listeners(Set<Integer> ports) {
    return listeners.on(ports);
  }

  @Override
  public List<IpAddress> resolve(String name) {
    return resolver.resolve(name);
  }

  @Override
  public List<String> tail(HostPath log, int lines) {
    return looks.tail(log, lines);
  }

  @Override
  public String draw(int bytes) {
    return Random.hex(bytes);
  }

  @Override
  public void save(HostPath file, Ownership ownership, Filling filling) {
    files.save(file, ownership, filling);
  }

  @Override
  public Optional<Wal> wal(HostPath folder) {
    return walFolder.read(folder);
  }

  @Override
  public FsyncTimes fsyncTimes(HostPath folder) {
    return fsyncProbe.times(folder);
  }
}
