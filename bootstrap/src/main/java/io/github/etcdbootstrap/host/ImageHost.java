package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Staging;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A machine that is switched off, and whose card lies in this one: its root is a folder. Nothing
 * runs there, none of its programs is run here, and no link leads out of it.
 */
public final class ImageHost implements Host {
  private final Root root;
  private final ImageSurvey survey;
  private final AccountFiles accountFiles;
  private final ImageAccounts accounts;
  private final Looks looks;
  private final Sums sums;
  private final Folders folders;
  private final AtomicFiles files;
  private final Runlevels runlevels;
  private final Trees trees;
  private final Leftovers leftovers;
  private final Stamped stamped;
  private final ImageMounts mounts;
  private final boolean isRoots;

  /**
   * @param time of all that is written into it
   * @throws BadInput if there is no such folder, or it is this machine's own root
   */
  public static ImageHost at(String folder, Instant time) {
    Path top = folderOf(folder);
    Path proc = Path.of("/proc");
    Root thisMachine = new Root(Path.of("/"));
    boolean isRoots = new ThisMachine(thisMachine, proc).isRoot();
    return new ImageHost(new Root(top), time, ImageMounts.of(thisMachine), isRoots);
  }

  ImageHost(Root root, Instant time, ImageMounts mounts, boolean isRoots) {
    this.root = root;
    this.mounts = mounts;
    this.isRoots = isRoots;
    this.accountFiles = new AccountFiles(root);
    Owners owners = new Owners(accountFiles);
    this.looks = new Looks(root, accountFiles);
    this.survey = new ImageSurvey(root, looks);
    this.folders = new Folders(root, owners);
    this.files = new AtomicFiles(root, owners, folders);
    this.stamped = new Stamped(root, time);
    this.accounts = new ImageAccounts(root, looks, accountFiles, this::write, time);
    Path never = Path.of("/proc/sys/kernel/random/boot_id");
    this.sums =
        new Sums(root, new SumNotes(root, never, Reading.IN_FULL, Noting.NOTHING, folders, files));
    this.runlevels = new Runlevels(root);
    this.trees = new Trees(root, accountFiles, owners);
    this.leftovers = new Leftovers(root);
  }

  private static Path folderOf(String folder) {
    if (folder.isBlank()) {
      // As a path it would be the working folder.
      throw new BadInput(
          "--root is empty", "mount the card's root partition, and name that folder");
    }
    try {
      Path top = Path.of(folder);
      if (!Files.isDirectory(top)) {
        throw new BadInput(
            "--root %s: there is no such folder".formatted(folder),
            "mount the card's root partition, and name that folder");
      } else if (Files.isSameFile(top, Path.of("/"))) {
        throw new BadInput(
            "--root %s: that is this machine's own root".formatted(folder),
            "name the folder of another machine's; on this one run apply");
      }
      return top;
    } catch (InvalidPathException e) {
      throw new BadInput("--root: is not a path", "name the folder of a machine's root");
    } catch (IOException e) {
      throw Failures.of("opening", Path.of(folder), e);
    }
  }

  /** Why nothing can be baked into it, whatever it is to become. */
  public List<Problem> problems() {
    return survey.problems();
  }

  @Override
  public Identity identity() {
    OptionalInt elf = survey.machine();
    Optional<Architecture> architecture =
        elf.isPresent() ? Architecture.ofElf(elf.getAsInt()) : Optional.empty();
    return new Identity(
        hostname(),
        List.of(),
        architecture,
        architecture.map(Architecture::toString).orElse("ELF machine " + elf.orElse(0)),
        isRoots,
        ThisMachine.hasOpenRc(root));
  }

  private String hostname() {
    String text = look(Layout.HOSTNAME).content().map(Content::text).orElse("");
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst()
        .orElse("");
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

  /** Notes are of a boot. */
  @Override
  public void noteSums(HostPath folder, Map<String, Sha256> known) {}

  @Override
  public void write(NodeFile file) {
    stamped.change(file.path(), () -> files.write(file));
  }

  @Override
  public void saveSnapshot(HostPath file, Ownership ownership, URI from, Duration limit) {
    throw nothingRuns();
  }

  @Override
  public void folder(HostPath path, Ownership ownership) {
    stamped.changeAround(path, () -> folders.make(path, ownership));
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
    stamped.changeAround(path, () -> leftovers.remove(path));
  }

  @Override
  public void link(HostPath path, String target) {
    stamped.change(path, () -> files.link(path, target));
  }

  @Override
  public void move(HostPath from, HostPath to) {
    stamped.changeAround(from, () -> stamped.changeAround(to, () -> files.move(from, to)));
  }

  @Override
  public void copy(HostPath from, HostPath to) {
    stamped.change(to, () -> files.copy(from, to));
  }

  @Override
  public void remove(HostPath file) {
    stamped.changeAround(file, () -> files.remove(file));
  }

  @Override
  public Staging stage(HostPath folder) {
    return stamped.stage(folder, () -> StagingFolder.open(folder, root, folders));
  }

  @Override
  public Accounts accounts() {
    return accountFiles.read();
  }

  @Override
  public void addGroup(String group) {
    accounts.addGroup(group);
  }

  @Override
  public void addUser(String user, String group) {
    accounts.addUser(user, group);
  }

  @Override
  public ServiceState service(String name) {
    boolean there = !look(Layout.SERVICES.child(name)).is(FileState.Kind.ABSENT);
    return new ServiceState(
        there ? ServiceState.Status.STOPPED : ServiceState.Status.ABSENT,
        runlevels.of(name),
        List.of());
  }

  /** What rc-update does. */
  @Override
  public void enable(String service) {
    link(Runlevels.link(service, Layout.RUNLEVEL), Layout.SERVICES.child(service).value());
  }

  @Override
  public void disable(String service, String runlevel) {
    remove(Runlevels.link(service, runlevel));
  }

  @Override
  public Mount mount(HostPath path) {
    return mounts.of(root, path);
  }

  /** Whose it is, is not asked: any is a reason to bake nothing over it. */
  @Override
  public Optional<Wal> wal(HostPath folder) {
    return Optional.of(new Wal(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Override
  public String draw(int bytes) {
    return Random.hex(bytes);
  }

  @Override
  public Optional<Program> program(long pid) {
    return Optional.empty();
  }

  @Override
  public List<Process> holders(HostPath folder) {
    return List.of();
  }

  @Override
  public Optional<HostPath> openLog(long pid) {
    return Optional.empty();
  }

  @Override
  public HostPath real(HostPath path) {
    return root.pathOf(root.follow(path));
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
    return List.of();
  }

  @Override
  public Optional<String> lastLine(HostPath log, String words) {
    return Optional.empty();
  }

  @Override
  public void start(String service) {
    throw nothingRuns();
  }

  @Override
  public void stop(String service) {
    throw nothingRuns();
  }

  @Override
  public FsyncTimes fsyncTimes(HostPath folder) {
    throw nothingRuns();
  }

  private static IllegalStateException nothingRuns() {
    return new IllegalStateException("nothing runs in an image");
  }
}
