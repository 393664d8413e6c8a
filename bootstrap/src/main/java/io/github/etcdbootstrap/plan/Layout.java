package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import java.util.List;

/** Where things lie on a host. */
public final class Layout {
  public static final String SERVICE = "etcd";
  public static final String ACCOUNT = "etcd";
  public static final String RUNLEVEL = "default";

  public static final HostPath RELEASES = HostPath.of("/usr/local/lib/etcd");
  public static final HostPath CURRENT = RELEASES.child("current");
  public static final HostPath PROGRAMS = HostPath.of("/usr/local/bin");

  /** What a baked image carries, so that its first boot needs no hand. */
  public static final String BOOT_SERVICE = "etcd-bootstrap";

  public static final HostPath LAUNCHER = PROGRAMS.child("etcd-bootstrap");

  /** Where Alpine's package puts its etcd. */
  static final HostPath APK_PROGRAM = HostPath.of("/usr/bin/etcd");

  public static final HostPath RUNNER = HostPath.of("/usr/local/lib/etcd-bootstrap/etcd-run");

  public static final HostPath JAR = RUNNER.parent().child("etcd-bootstrap.jar");
  public static final HostPath AT_BOOT = RUNNER.parent().child("at-boot");

  public static final HostPath SERVICES = HostPath.of("/etc/init.d");
  public static final HostPath BOOT_SCRIPT = SERVICES.child(BOOT_SERVICE);
  public static final HostPath BOOT_CONF = HostPath.of("/etc/conf.d/etcd-bootstrap");
  public static final HostPath BOOT_LINK = HostPath.of("/etc/runlevels/default/etcd-bootstrap");
  public static final HostPath HOSTNAME = HostPath.of("/etc/hostname");

  /** Says where the seed is. */
  public static final HostPath SEED_SETTING = HostPath.of("/etc/etcd-bootstrap.yml");

  /** A baked card's own copy of the seed: no birth and no mark is ever written to it. */
  public static final HostPath PRIVATE_SEED = HostPath.of("/etc/etcd-bootstrap/seed");

  public static final HostPath ETC = HostPath.of("/etc/etcd");
  public static final HostPath CONF = ETC.child("conf.yml");
  public static final HostPath INIT_SCRIPT = HostPath.of("/etc/init.d/etcd");
  public static final HostPath CONF_D = HostPath.of("/etc/conf.d/etcd");
  public static final HostPath PROFILE = HostPath.of("/etc/profile.d/etcd.sh");
  public static final HostPath HOSTS = HostPath.of("/etc/hosts");
  public static final HostPath FSTAB = HostPath.of("/etc/fstab");

  public static final HostPath CARD = HostPath.of("/var/lib/etcd-bootstrap");
  public static final HostPath INSTALL = CARD.child("install.yml");
  public static final HostPath MARKS = CARD.child("marks");
  public static final HostPath DATA_DISK = MARKS.child("data-disk");
  public static final HostPath REPLACED = CARD.child("replaced");
  public static final HostPath KEPT_SEED = CARD.child("seed");
  public static final HostPath SNAPSHOTS = CARD.child("snapshots");

  /** The ID of this host's member, once a quorum's list has shown that it votes. */
  public static final HostPath VOTER = CARD.child("voter");

  /** Says that this card's member was replaced while nobody watched. */
  public static final HostPath REPLACED_UNATTENDED = CARD.child("replaced-unattended");

  public static final HostPath RUN = HostPath.of("/run/etcd-bootstrap");
  public static final HostPath FIRST_FOLDER = RUN.child("first");
  public static final HostPath FIRST = FIRST_FOLDER.child("first.yml");

  /** The configuration of a first start, once it is used. */
  public static final HostPath USED = FIRST_FOLDER.child("used.yml");

  public static final HostPath LOGS = HostPath.of("/var/log/etcd");
  public static final HostPath LOG = LOGS.child("etcd.log");
  public static final HostPath SERVICE_LOG = LOGS.child("service.log");

  /** The version that writes the data, as etcd-run noted it. */
  public static final HostPath DATA_VERSION = MARKS.child("data-version");

  /** With what the running etcd was started, as etcd-run noted it. */
  public static final HostPath RUNNING = FIRST_FOLDER.child("running.yml");

  /** The folders in which this program writes files. */
  static final List<HostPath> WRITTEN_IN =
      List.of(
          RELEASES,
          PROGRAMS,
          RUNNER.parent(),
          ETC,
          INIT_SCRIPT.parent(),
          CONF_D.parent(),
          PROFILE.parent(),
          HOSTS.parent(),
          CARD,
          SNAPSHOTS,
          MARKS,
          replaced(RELEASES),
          replaced(PROGRAMS),
          replaced(ETC),
          replaced(INIT_SCRIPT.parent()),
          replaced(CONF_D.parent()),
          replaced(PROFILE.parent()));

  /** What the program itself did. */
  public static final HostPath RUN_LOG = HostPath.of("/var/log/etcd-bootstrap.log");

  /** Beside the three programs: their own sums. */
  public static final String SUMS = "SHA256SUMS";

  private Layout() {}

  /** Where what gives way at {@code path} is kept, but for the time in the copy's name. */
  static HostPath replaced(HostPath path) {
    return HostPath.of(REPLACED + path.value());
  }

  static HostPath release(EtcdVersion version) {
    return RELEASES.child("v" + version);
  }

  static HostPath member(HostPath dataDir) {
    return dataDir.child("member");
  }

  /** Where data that is not to be started from is kept; etcd only warns about it. */
  static HostPath aside(HostPath dataDir) {
    return dataDir.child("aside");
  }

  static HostPath wal(HostPath dataDir) {
    return member(dataDir).child("wal");
  }

  /** Whether a file called so is one of the write-ahead log's. */
  public static boolean isLog(String name) {
    return name.endsWith(".wal");
  }
}
