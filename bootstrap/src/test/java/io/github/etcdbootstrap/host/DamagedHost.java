package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.text.Damaged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What `host` reads of the machine, to be read damaged. */
public final class DamagedHost {
  private static final String MOUNTS =
      """
      21 1 0:20 / /proc rw,nosuid - proc proc rw
      34 24 179:1 / /boot rw,relatime - vfat /dev/mmcblk0p1 rw,fmask=0022
      24 1 179:2 / / rw,noatime - ext4 /dev/mmcblk0p2 rw
      40 24 8:1 / /media/my\\040stick rw,relatime shared:9 - vfat /dev/sda1 rw
      """;

  private DamagedHost() {}

  /** {@code top}: an empty folder. */
  public static List<Damaged> in(Path top) {
    TestRoot host = new TestRoot(top);
    String sum = "3".repeat(64);
    return List.of(
        new Damaged(
            "passwd",
            Damaged.SOME / 2,
            file -> accounts(host, "etc/passwd", file),
            host.text("etc/passwd")),
        new Damaged(
            "group",
            Damaged.SOME / 2,
            file -> accounts(host, "etc/group", file),
            host.text("etc/group")),
        new Damaged(
            "mountinfo",
            Damaged.SOME,
            file -> {
              Path mountinfo = Files.write(top.resolve("mountinfo"), file);
              Mounts mounts =
                  new Mounts(host.root, mountinfo, new Disks(host.root, top.resolve("sys")));
              mounts.of(HostPath.of("/var/lib/etcd"));
              mounts.of(HostPath.of("/media/my stick/seed"));
              return List.of();
            },
            MOUNTS),
        new Damaged(
            "verified",
            Damaged.SOME,
            file -> {
              Path boot = host.put("boot_id", "b00t\n");
              host.folder("run/etcd-bootstrap");
              Files.write(host.real("run/etcd-bootstrap/verified"), file);
              SumNotes notes =
                  new SumNotes(
                      host.root,
                      boot,
                      Reading.TRUST_NOTES,
                      Noting.NOTHING,
                      host.folders,
                      host.files);
              notes.sum(boot, Stat.of(boot).orElseThrow());
              return List.of();
            },
            "b00t\n" + sum + " 1,2,3,4 /boot_id\n" + sum + " 1,2,3,4 /usr/local/lib/etcd/x\n"));
  }

  private static List<String> accounts(TestRoot host, String path, byte[] file) throws Exception {
    byte[] good = Files.readAllBytes(host.real(path));
    try {
      Files.write(host.real(path), file);
      AccountFiles accounts = new AccountFiles(host.root);
      accounts.read();
      accounts.ownership(Stat.of(host.top).orElseThrow());
      accounts.uid("etcd");
      accounts.gid("etcd");
      return List.of();
    } finally {
      Files.write(host.real(path), good);
    }
  }
}
