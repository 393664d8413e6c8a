package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A host of a lab: a folder in place of a machine's `/`, an address of 127.x, the process's own
 * user in place of root and etcd, children of this process in place of OpenRC.
 */
public final class LabHost extends LiveHost {
  private static final Path PROC = Path.of("/proc");
  private static final HostPath TOP = HostPath.of("/");
  private static final HostPath RUN = HostPath.of("/run");
  private static final HostPath PASSWD = HostPath.of("/etc/passwd");

  /** What an installed machine has. */
  private static final List<String> FOLDERS =
      List.of("etc/init.d", "etc/runlevels/default", "run", "usr/local/bin", "var/lib", "var/log");

  private final Root root;
  private final LabServices services;

  private LabHost(Root root, MemberName name, IpAddress address, Path seed, LabServices services) {
    super(
        root,
        PROC,
        "",
        services,
        path -> mount(root, path, seed),
        () -> identity(name, address),
        Reading.TRUST_NOTES,
        Noting.WRITE);
    this.root = root;
    this.services = services;
  }

  /**
   * The host whose `/` is {@code folder}, which is made if it is not there.
   *
   * @param seed the folder that all hosts of the lab share
   */
  static LabHost in(Path folder, MemberName name, IpAddress address, Path seed) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder);
      }
      Root root = new Root(folder);
      return new LabHost(root, name, address, seed, new LabServices(root, new Processes(PROC)));
    } catch (IOException e) {
      throw Failures.of("making the folder", folder, e);
    }
  }

  /** Nothing that a start of this host needs is forbidden to it, in its own folder. */
  private static Identity identity(MemberName name, IpAddress address) {
    String machine = System.getProperty("os.arch");
    return new Identity(
        name.value(),
        List.of(new NetworkAddress("lo", address)),
        Architecture.of(machine),
        machine,
        true,
        true);
  }

  /** The seed lies on a disk of its own, as a stick does: all hosts of the lab see the same one. */
  private static Mount mount(Root root, HostPath path, Path seed) {
    boolean shared = Path.of(path.value()).startsWith(seed);
    Path real = shared ? seed : root.nearest(path);
    return new Mount(
        shared ? path : TOP,
        "lab",
        Files.isWritable(real),
        Set.of(shared ? seed.toString() : root.at(TOP).toString()),
        Disks.Serial.UNKNOWN.value(),
        Disks.Serial.UNKNOWN.file(),
        real.toFile().getUsableSpace());
  }

  /** Where its `/` lies. */
  public String place() {
    return root.at(TOP).toString();
  }

  /** Where one of its paths lies. */
  public String place(HostPath path) {
    return root.at(path).toString();
  }

  public String pidFile() {
    return place(LabServices.PID_FILE);
  }

  /** As a boot: nothing of an earlier lab runs, and nothing is in /run. */
  public void boot() {
    Path run = root.at(RUN);
    try {
      services.stop(Layout.SERVICE);
      if (Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS)) {
        Folders.removeLeftovers(run, "");
      }
      install();
    } catch (IOException e) {
      throw Failures.of("preparing", root.at(TOP), e);
    }
  }

  /** What was wiped whole is a machine with a new card, on which nothing runs. */
  public void replaceWiped() {
    if (!Files.exists(root.follow(PASSWD))) {
      boot();
    }
  }

  /** As Alpine's own installation leaves it. */
  private void install() throws IOException {
    for (String folder : FOLDERS) {
      Files.createDirectories(root.follow(HostPath.of("/" + folder)));
    }
    writeAccounts(Stat.of(root.at(TOP)).orElseThrow());
  }

  /** One user, by both names: who may do what is no question among the hosts of a lab. */
  private void writeAccounts(Stat own) throws IOException {
    String line = "%1$s:x:%2$d:%3$d::/dev/null:/sbin/nologin\n";
    Files.writeString(
        root.follow(PASSWD),
        line.formatted(Layout.ACCOUNT, own.uid(), own.gid())
            + line.formatted("root", own.uid(), own.gid()));
    Files.writeString(
        root.follow(HostPath.of("/etc/group")),
        "%1$s:x:%2$d:\nroot:x:%2$d:\n".formatted(Layout.ACCOUNT, own.gid()));
  }

  /** Ends the member for good: nothing of it is started any more. */
  public void shutDown() {
    services.close();
  }

  /** Keeps two runs on this host apart. */
  public RunLock lock() {
    return RunLock.acquire(root);
  }

  public RunLogFile log() {
    return new RunLogFile(root);
  }
}
