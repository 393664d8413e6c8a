package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The managed machine. Reading never changes it; every writing method is atomic or may be repeated.
 * What fails on the way throws {@link HostFailure}.
 */
public interface Host {
  Identity identity();

  /** What is at {@code path}, its last part not followed; content only of files up to 1 MiB. */
  FileState look(HostPath path);

  /** Names in a folder, sorted; empty if there is none. */
  List<String> list(HostPath folder);

  /**
   * The sums of these files in {@code folder}, of those that are there: read in full, or trusted
   * while size, inode and ctime are those noted since this boot.
   */
  Map<String, Sha256> sums(HostPath folder, List<String> names);

  /** What {@link #sums} need not read again in this boot: just written, and summed on the way. */
  void noteSums(HostPath folder, Map<String, Sha256> sums);

  /**
   * Writes or replaces: temporary file in the same folder, owner and mode, fsync, rename, fsync.
   */
  void write(NodeFile file);

  /** Makes a folder (missing ones above it as root's, 0755), or sets its owner and mode. */
  void folder(HostPath path, Ownership ownership);

  /** Sets owner and mode of what is there. */
  void own(HostPath path, Ownership ownership);

  /** What is at or under {@code tree} and does not belong to them; no link is followed. */
  List<HostPath> strays(HostPath tree, String user, String group);

  /** Gives them all that {@link #strays} names; modes stay. */
  void give(HostPath tree, String user, String group);

  /** What runs that were cut left in {@code folder}: half-written files, staging folders. */
  List<HostPath> leftovers(HostPath folder);

  /** Removes one of {@link #leftovers}; absent is fine. */
  void removeLeftover(HostPath path);

  /** Makes or switches a symbolic link by one rename; makes a missing folder as for a file. */
  void link(HostPath path, String target);

  /** Renames within a file system; never onto an existing name. Makes {@code to}'s folder first. */
  void move(HostPath from, HostPath to);

  /**
   * Writes a snapshot of a member's database, by the etcdctl and the client certificate that are
   * installed here. One that does not come whole is not there. The SHA-256 at its end is looked at
   * when it is restored: its sender is proved by TLS, and its end by its length.
   *
   * @param from the member's client URL
   * @param limit after which it is given up
   */
  void saveSnapshot(HostPath file, Ownership ownership, URI from, Duration limit);

  /**
   * What etcd's write-ahead log in this folder says of itself, without changing it; empty where
   * there is no file `*.wal`. Not to be asked while a process has it open.
   */
  Optional<Wal> wal(HostPath folder);

  /**
   * How long the disk of {@code folder} takes to flush small appends, as etcd's log makes them: to
   * a file of its own there, which is removed again. Fails where less than 16 MiB are free.
   */
  FsyncTimes fsyncTimes(HostPath folder);

  /** Copies a file with owner and mode, or a link as it is; never onto an existing name. */
  void copy(HostPath from, HostPath to);

  /** Removes one file or link; absent is fine. */
  void remove(HostPath file);

  /** A folder beside {@code folder} that becomes it, whole, when committed. */
  Staging stage(HostPath folder);

  Accounts accounts();

  /** As Alpine's package makes it: `addgroup -S`. */
  void addGroup(String group);

  /** As Alpine's package makes it: `adduser -S -D -H -h /dev/null -s /sbin/nologin -G … -g …`. */
  void addUser(String user, String group);

  ServiceState service(String name);

  /** Whether {@link #service} has a process; what OpenRC thinks of it is not asked. */
  default boolean runs(String service) {
    return !service(service).pids().isEmpty();
  }

  /** `rc-update add NAME default`. */
  void enable(String service);

  /** `rc-update del NAME RUNLEVEL`. */
  void disable(String service, String runlevel);

  /** What a process executes; empty if it is gone, or a script whose shell runs. */
  Optional<Program> program(long pid);

  void start(String service);

  /** Stops it and sees that none of its processes is left, killing after the service's own time. */
  void stop(String service);

  /** The mount that holds {@code path}, or would hold it once it is made. */
  Mount mount(HostPath path);

  /** Processes that have files under {@code folder} open. */
  List<Process> holders(HostPath folder);

  /** The folder, its links followed, of the write-ahead log that a process has open. */
  Optional<HostPath> openLog(long pid);

  /** The path with every link followed; its end may not exist. */
  HostPath real(HostPath path);

  /** Who listens on these TCP ports, at any address; sorted by port. */
  List<Listener> listeners(Set<Integer> ports);

  /** Whether the machine's resolver knows {@code name}: the addresses it gives, maybe none. */
  List<IpAddress> resolve(String name);

  /** The last lines of a log, for a failure's report; empty if it cannot be read. */
  List<String> tail(HostPath log, int lines);

  /**
   * The last line of a log that holds these words, as far back as its last 64 MiB go; empty if it
   * cannot be read.
   */
  Optional<String> lastLine(HostPath log, String words);

  /** This many random bytes in hex. */
  String draw(int bytes);

  /**
   * @param hostname as the kernel has it
   * @param architecture empty if etcd is not released for it
   * @param machine the processor's own name, for messages
   */
  record Identity(
      String hostname,
      List<NetworkAddress> addresses,
      Optional<Architecture> architecture,
      String machine,
      boolean root,
      boolean openRc) {
    public Identity {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * A write-ahead log (etcd's server/storage/wal).
   *
   * @param member and {@code cluster}: of its metadata records; empty where none can be read
   * @param damage why etcd cannot read it, in words; a torn end is none, since etcd repairs it
   */
  record Wal(Optional<EtcdId> member, Optional<EtcdId> cluster, Optional<String> damage) {}

  /**
   * @param p50 half of the flushes took no longer
   * @param p99 of a hundred, all but one took no longer
   * @param samples how many there were
   */
  record FsyncTimes(Duration p50, Duration p99, int samples) {
    public static FsyncTimes of(List<Duration> samples) {
      List<Duration> sorted = samples.stream().sorted().toList();
      return new FsyncTimes(nth(sorted, 50), nth(sorted, 99), sorted.size());
    }

    private static Duration nth(List<Duration> sorted, int percent) {
      return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
  }

  /** An address on an interface of this host. */
  record NetworkAddress(String networkInterface, IpAddress address) {}

  /**
   * @param group its gid, if there is one
   * @param user its uid, primary group's gid and shell, if there is one
   */
  record Accounts(Map<String, Integer> groups, Map<String, User> users) {
    /** Also of two names of one number: in a lab one user stands for root and for etcd. */
    boolean areSame(Ownership one, Ownership other) {
      return one.mode() == other.mode()
          && (one.user().equals(other.user()) || haveOneNumber(one.user(), other.user()))
          && (one.group().equals(other.group()) || isOneGroup(one.group(), other.group()));
    }

    private boolean haveOneNumber(String user, String other) {
      return users.containsKey(user)
          && users.containsKey(other)
          && users.get(user).uid() == users.get(other).uid();
    }

    private boolean isOneGroup(String group, String other) {
      return groups.containsKey(group) && groups.get(group).equals(groups.get(other));
    }
  }

  /** A line of passwd. */
  record User(int uid, int gid) {}

  /**
   * @param runlevels that start it
   * @param pids of its supervised program, not of the supervisor
   */
  record ServiceState(Status status, List<String> runlevels, List<Long> pids) {
    public ServiceState {
      runlevels = List.copyOf(runlevels);
      pids = List.copyOf(pids);
    }

    /** As `rc-service NAME status` says by its exit code. */
    public enum Status {
      ABSENT,
      STOPPED,
      STOPPING,
      STARTING,
      STARTED,
      INACTIVE,
      CRASHED
    }
  }

  /**
   * @param type such as ext4, tmpfs, nfs4
   * @param disks the whole disks under it, by device number; for an overlay its own number
   * @param serial of the disk (mmc CID, serial, wwid), or `unknown`
   * @param serialFile the /sys file that says it, or `unknown`
   * @param freeBytes that an ordinary user may still write
   */
  record Mount(
      HostPath point,
      String type,
      boolean writable,
      Set<String> disks,
      String serial,
      String serialFile,
      long freeBytes) {
    public Mount {
      disks = Set.copyOf(disks);
    }

    boolean inMemory() {
      return Set.of("tmpfs", "ramfs").contains(type);
    }
  }

  /**
   * What a process executes, whatever lies at its path by now.
   *
   * @param user a name of the machine's passwd, or a number where it has none for it
   */
  record Program(Sha256 sum, String user) {}

  /**
   * @param address maybe the one that stands for all
   * @param process empty where the kernel does not say
   */
  record Listener(IpAddress address, int port, Optional<Process> process) {
    /** For messages: "nginx (PID 12)". */
    public String who() {
      return process
          .map(p -> p.program() + " (PID " + p.pid() + ")")
          .orElse("a program that cannot be seen from here");
    }
  }

  /** A process, for messages. */
  record Process(long pid, String program) {}
}
