package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what is yet to be written can be, and finds room. */
final class Room {
  private static final long MEBIBYTE = 1 << 20;

  /** The three programs of an etcd 3.5, unpacked: 57 to 61 MB. */
  private static final long RELEASE = 64 * MEBIBYTE;

  /** A new etcd allocates two files of 64 MiB for its log before it writes a byte. */
  static final long DATA = 150 * MEBIBYTE;

  /** A small file costs a block and its name; more than that is not worth a message. */
  private static final long SMALL = 8 << 10;

  private final Facts facts;
  private final Map<HostPath, Need> needs = new LinkedHashMap<>();

  private Room(Facts facts) {
    this.facts = facts;
  }

  /** What is to be written on one file system. */
  private record Need(Host.Mount mount, Set<HostPath> paths, long bytes) {
    Need and(HostPath path, long more) {
      Set<HostPath> all = new LinkedHashSet<>(paths);
      all.add(path);
      return new Need(mount, all, bytes + more);
    }
  }

  /** Below which all that this program writes lies; another mount may begin at each. */
  static List<HostPath> folders(NodeConfig config) {
    return List.of(
        Layout.RELEASES,
        Layout.RUNNER.parent(),
        Layout.PROGRAMS,
        HostPath.of("/etc"),
        Layout.ETC,
        Layout.CARD,
        Layout.LOGS,
        config.dataDir());
  }

  static List<Problem> problems(Facts facts, Desired desired, boolean withLog) {
    Room room = new Room(facts);
    LocalChanges.between(facts, desired).all().forEach(room::add);
    if (withLog && !facts.data().hasWal()) {
      room.add(desired.config().dataDir(), DATA);
    }
    List<Problem> problems = new ArrayList<>();
    room.needs.values().forEach(need -> check(need, problems));
    return problems;
  }

  private void add(Change change) {
    if (change instanceof FileChange.InstallRelease install) {
      add(install.folder(), RELEASE);
    } else if (change instanceof FileChange.WriteFile write) {
      add(write.file().path(), write.file().content().bytes().length + SMALL);
    } else if (change instanceof ServiceChange.AddUser
        || change instanceof ServiceChange.EnableService) {
      add(HostPath.of("/etc"), SMALL);
    } else if (change.target().startsWith("/")) {
      add(HostPath.of(change.target()), SMALL);
    }
  }

  private void add(HostPath path, long bytes) {
    facts
        .surroundings()
        .mountOf(path)
        .ifPresent(
            mount -> {
              Need none = new Need(mount, Set.of(), 0);
              needs.merge(mount.point(), none.and(path, bytes), (n, x) -> n.and(path, bytes));
            });
  }

  private static void check(Need need, List<Problem> problems) {
    Host.Mount mount = need.mount;
    if (!mount.writable()) {
      problems.add(
          new Problem(
              "the file system at %s is read-only, but %s must be written there"
                  .formatted(mount.point(), first(need)),
              "mount it writable; a card that turned read-only by itself is failing: see dmesg"));
    } else if (mount.freeBytes() < need.bytes) {
      problems.add(
          new Problem(
              "no room on the file system at %s for %s: free %s, needed %s"
                  .formatted(
                      mount.point(),
                      first(need),
                      Shown.mebibytes(mount.freeBytes()),
                      Shown.mebibytesNeeded(need.bytes)),
              "make room there, or mount a larger disk, then run again"));
    }
  }

  /** The first three tell what it is about. */
  private static String first(Need need) {
    String some =
        need.paths.stream().limit(3).map(HostPath::value).collect(Collectors.joining(", "));
    int rest = need.paths.size() - 3;
    return rest > 0 ? some + " and " + rest + " more" : some;
  }
}
