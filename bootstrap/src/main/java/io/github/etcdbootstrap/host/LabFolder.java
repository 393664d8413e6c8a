package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Staging;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The folder of a lab: its seed, the key of its authority, and a folder for each host. */
public final class LabFolder implements AutoCloseable {
  /** Also what a lab's folder is known by. */
  private static final String LOCK = "lab.lock";

  private static final String SEED = "seed";
  private static final String AUTHORITY = "ca";

  private final Path folder;
  private final RunLock lock;

  private LabFolder(Path folder, RunLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes it if it is not there, and keeps other labs out of it.
   *
   * @param given by the owner; else a folder of his cache
   * @throws BadInput if it cannot be a lab's
   * @throws io.github.etcdbootstrap.plan.HostFailure if a lab runs in it
   */
  public static LabFolder open(Optional<String> given, Map<String, String> environment) {
    Path named = given.map(LabFolder::path).orElseGet(() -> ofUser(environment));
    try {
      Files.createDirectories(named);
      Path folder = named.toRealPath();
      check(folder);
      RunLock lock =
          RunLock.acquire(
              folder.resolve(LOCK),
              "a lab runs in " + folder,
              "end that one (Ctrl-C), or name another folder with --dir");
      return new LabFolder(folder, lock);
    } catch (AccessDeniedException e) {
      throw new BadInput(named + ": permission denied", "name a folder of your own with --dir");
    } catch (IOException e) {
      throw Failures.of("making the folder", named, e);
    }
  }

  private static Path path(String given) {
    try {
      return Path.of(given).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new BadInput("--dir " + Shown.text(given) + ": is not a path", "name a folder");
    }
  }

  private static Path ofUser(Map<String, String> environment) {
    Optional<Path> cache = absolute(environment.get("XDG_CACHE_HOME"));
    return cache
        .or(() -> absolute(environment.get("HOME")).map(home -> home.resolve(".cache")))
        .map(folder -> folder.resolve("etcd-bootstrap").resolve("lab"))
        .orElseThrow(
            () -> new BadInput("this user has no home (HOME)", "name a folder with --dir"));
  }

  private static Optional<Path> absolute(String folder) {
    return Optional.ofNullable(folder).filter(f -> f.startsWith("/")).map(Path::of);
  }

  /** Paths of it go into configuration and scripts; what is in it is removed and replaced. */
  private static void check(Path folder) throws IOException {
    if (!folder.toString().matches("[A-Za-z0-9/._+@:=-]+")) {
      throw new BadInput(
          Shown.text(folder.toString()) + ": has blanks or other odd characters in its name",
          "name another folder with --dir, of letters, digits and ._+@:=-");
    }
    OptionalInt own = new Processes(Path.of("/proc")).uidOf(ProcessHandle.current().pid());
    int owner = Stat.of(folder).orElseThrow().uid();
    if (own.isPresent() && own.getAsInt() != owner) {
      throw new BadInput(
          folder + ": belongs to another user (number " + owner + ")",
          "name a folder of your own with --dir");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (!Files.exists(folder.resolve(LOCK)) && entries.findAny().isPresent()) {
        throw new BadInput(
            folder + ": holds something other than a lab", "name an empty folder with --dir");
      }
    }
  }

  public String place() {
    return folder.toString();
  }

  /** The folder that all hosts share. */
  public String seed() {
    return folder.resolve(SEED).toString();
  }

  /** Where the key of the authority lies. */
  public String authority() {
    return folder.resolve(AUTHORITY).toString();
  }

  public LabHost host(MemberName name, IpAddress address) {
    return LabHost.in(folder.resolve(name.value()), name, address, folder.resolve(SEED));
  }

  /** Of a file of the owner's. */
  public Sha256 sumOf(String file) {
    Path path = Path.of(file);
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return Sha256.finish(digest);
    } catch (IOException e) {
      throw Failures.of("reading", path, e);
    }
  }

  /** Puts a copy of a release's tarball into the seed; what its sum is. */
  public Sha256 keepRelease(String tarball, String name) {
    Path from = Path.of(tarball);
    Path seed = folder.resolve(SEED);
    Path temporary = seed.resolve("." + name);
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest)) {
      Files.createDirectories(seed);
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, seed.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return Sha256.finish(digest);
    } catch (IOException e) {
      throw Failures.of("copying", from, e);
    }
  }

  /** Whether any of its hosts has a release. */
  public boolean hasInstalled() {
    String releases = Layout.RELEASES.value().substring(1);
    try (Stream<Path> hosts = Files.list(folder)) {
      return hosts.anyMatch(host -> Files.exists(host.resolve(releases)));
    } catch (IOException e) {
      throw Failures.of("listing", folder, e);
    }
  }

  /** Whether the seed has this tarball. */
  public boolean hasRelease(String name) {
    return Files.exists(folder.resolve(SEED).resolve(name));
  }

  /** Where a release's tarball for the seed is filled as it comes. */
  public Staging stageRelease(String name) {
    return new StagedFile(folder.resolve(SEED).resolve(name));
  }

  @Override
  public void close() {
    lock.close();
  }
}
