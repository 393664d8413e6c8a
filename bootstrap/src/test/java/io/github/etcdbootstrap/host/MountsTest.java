package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdbootstrap.plan.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On recorded samples of mountinfo and /sys. */
class MountsTest {
  private static final String CARD = "sys/devices/platform/emmc2bus/mmc0/mmc0:aaaa/block/mmcblk0";
  private static final String STICK = "sys/devices/pci0/usb1/host0/0:0:0:0/block/sda";
  private static final String SSD = "sys/devices/pci0/nvme/nvme0/nvme0n1";

  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void aPi() {
    host = new TestRoot(top);
    disk(CARD, "179:0");
    partition(CARD, "mmcblk0p1", "179:1");
    partition(CARD, "mmcblk0p2", "179:2");
    host.put(CARD + "/device/cid", "035344534333324780d1a2b3c4d5e600\n");
    host.put(CARD + "/device/serial", "0xd1a2b3c4\n");
    disk(STICK, "8:0");
    partition(STICK, "sda1", "8:1");
    host.put(STICK + "/device/wwid", "  t10.SanDisk  Ultra  \n");
    disk(SSD, "259:0");
    host.put(SSD + "/wwid", "eui.0025\n");
    host.put(SSD + "/device/serial", "\n");
    host.put(SSD + "/serial", "S4EV\n");
    mountinfo(
        """
        21 1 0:20 / /proc rw,nosuid - proc proc rw
        34 24 179:1 / /boot rw,relatime - vfat /dev/mmcblk0p1 rw,fmask=0022
        24 1 179:2 / / rw,noatime - ext4 /dev/mmcblk0p2 rw
        23 24 0:22 / /run rw,nosuid shared:3 - tmpfs tmpfs rw,size=188276k
        40 24 8:1 / /media/usb rw,relatime shared:9 - vfat /dev/sda1 rw
        """);
  }

  private void disk(String folder, String number) {
    host.put(folder + "/dev", number + "\n");
    host.link("sys/dev/block/" + number, host.real(folder).toString());
  }

  private void partition(String disk, String name, String number) {
    disk(disk + "/" + name, number);
    host.put(disk + "/" + name + "/partition", "1\n");
  }

  private void slave(String folder, String disk) {
    host.link(folder + "/slaves/" + Path.of(disk).getFileName(), host.real(disk).toString());
  }

  private void mountinfo(String text) {
    host.put("proc/self/mountinfo", text);
  }

  private void mountMore(String text) {
    mountinfo(host.text("proc/self/mountinfo") + text);
  }

  private Host.Mount mount(String path) {
    return new Mounts(
            host.root, host.real("proc/self/mountinfo"), new Disks(host.root, host.real("sys")))
        .of(path(path));
  }

  @Test
  void rootAndBootOfAPiLieOnTheCardTheStickOnItsOwn() {
    Host.Mount data = mount("/var/lib/etcd/member");
    assertThat(data.point()).isEqualTo(path("/"));
    assertThat(data.type()).isEqualTo("ext4");
    assertThat(data.writable()).isTrue();
    assertThat(data.disks()).containsExactly("179:0");
    assertThat(data.serial()).isEqualTo("035344534333324780d1a2b3c4d5e600");
    assertThat(data.serialFile()).isEqualTo(host.real(CARD) + "/device/cid");
    assertThat(data.freeBytes()).isPositive();
    host.folder("boot");
    assertThat(mount("/boot").disks()).containsExactly("179:0");
    host.folder("media/usb");
    assertThat(mount("/media/usb/seed").disks()).containsExactly("8:0");
    assertThat(mount("/media/usb").serial()).isEqualTo("t10.SanDisk  Ultra");
    host.folder("media/usb2");
    assertThat(mount("/media/usb2").disks()).containsExactly("179:0");
  }

  /** A stick may be mounted under a name in Latin-1; and what is no line is none. */
  @Test
  void oddLinesHideNoOthers() throws IOException {
    mountMore(
        "|\n50 24 8:17 / /media/gr\u00fcn rw - vfat /dev/sdb1 rw\n51 24 8:18 / /media/.. rw - x y z\n");
    String text = host.text("proc/self/mountinfo");
    Files.write(host.real("proc/self/mountinfo"), text.getBytes(StandardCharsets.ISO_8859_1));
    host.folder("media/usb");

    assertThat(mount("/media/usb").disks()).containsExactly("8:0");
    assertThat(mount("/var/lib/etcd").disks()).containsExactly("179:0");
  }

  @Test
  void theFirstSerialThatSaysSomething() {
    mountMore("50 24 259:0 / /mnt/ssd rw - ext4 /dev/nvme0n1 rw\n");
    host.folder("mnt/ssd");
    assertThat(mount("/mnt/ssd").serial()).isEqualTo("S4EV");
    assertThat(mount("/mnt/ssd").serialFile()).endsWith("/nvme0n1/serial");
  }

  @Test
  void aLinkIsFollowedToItsMount() {
    host.folder("media/usb/data");
    host.link("var/lib/etcd", "/media/usb/data");
    assertThat(mount("/var/lib/etcd").point()).isEqualTo(path("/media/usb"));
  }

  @Test
  void readOnlyOnEitherLevel() {
    mountMore(
        """
        50 24 8:1 / /mnt/a ro,relatime - vfat /dev/sda1 rw
        51 24 8:1 / /mnt/b rw,relatime - vfat /dev/sda1 ro,errors=remount-ro
        52 24 8:1 / /mnt/c rw,relatime - vfat /dev/sda1 rw,errors=remount-ro
        """);
    for (String name : new String[] {"a", "b", "c"}) {
      host.folder("mnt/" + name);
    }
    assertThat(mount("/mnt/a").writable()).isFalse();
    assertThat(mount("/mnt/b").writable()).isFalse();
    assertThat(mount("/mnt/c").writable()).isTrue();
  }

  @Test
  void blanksAreEscaped() {
    mountMore("50 24 8:1 / /media/MY\\040STICK\\134 rw - vfat /dev/sda1 rw\n");
    host.folder("media/MY STICK\\");
    assertThat(mount("/media/MY STICK\\").point()).isEqualTo(path("/media/MY STICK\\"));
  }

  @Test
  void theMountOnTopCountsAndHidesDeeperOnes() {
    mountMore(
        """
        50 24 8:1 / /mnt/a/deep rw - vfat /dev/sda1 rw
        51 24 0:40 / /mnt/a rw - tmpfs under rw
        52 51 259:0 / /mnt/a rw - ext4 /dev/nvme0n1 rw
        """);
    host.folder("mnt/a/deep");
    assertThat(mount("/mnt/a").disks()).containsExactly("259:0");
    assertThat(mount("/mnt/a/deep").disks()).containsExactly("259:0");
  }

  @Test
  void networkSharedAndOverlayMountsCountAsTheirOwn() {
    mountMore(
        """
        50 24 0:50 / /mnt/nfs rw - nfs4 192.168.7.1:/seed rw,vers=4.2
        51 24 0:51 / /mnt/9p rw - 9p seed rw,trans=virtio
        52 24 0:52 / /mnt/virtiofs rw - virtiofs seed rw
        """);
    for (String name : new String[] {"nfs", "9p", "virtiofs"}) {
      host.folder("mnt/" + name);
    }
    assertThat(mount("/mnt/nfs").disks()).containsExactly("0:50");
    assertThat(mount("/mnt/nfs").type()).isEqualTo("nfs4");
    assertThat(mount("/mnt/9p").disks()).containsExactly("0:51");
    assertThat(mount("/mnt/virtiofs").disks()).containsExactly("0:52");
    assertThat(mount("/mnt/nfs").serial()).isEqualTo("unknown");
    assertThat(mount("/mnt/nfs").serialFile()).isEqualTo("unknown");
    mountinfo("60 1 0:60 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/u\n");
    assertThat(mount("/var").disks()).containsExactly("0:60");
  }

  @Test
  void underALoopDeviceIsTheDiskOfItsFile() {
    host.put("media/usb/image", "");
    loop("/media/usb/image");
    assertThat(mount("/mnt").disks()).containsExactly("8:0");
  }

  @Test
  void alsoOfAFileWithoutANameAnyMore() {
    loop("/media/usb/gone (deleted)");
    assertThat(mount("/mnt").disks()).containsExactly("8:0");
  }

  /** A container's loop device: its file lies where nothing of this mount table is. */
  @Test
  void aLoopDeviceWhoseFileIsNotSeenFromHereIsADiskOfItsOwn() {
    loop("/elsewhere/image");
    assertThat(mount("/mnt").disks()).containsExactly("7:0");
  }

  private void loop(String file) {
    disk("sys/devices/virtual/block/loop0", "7:0");
    host.put("sys/devices/virtual/block/loop0/loop/backing_file", file + "\n");
    mountMore("50 24 7:0 / /mnt rw - ext4 /dev/loop0 rw\n");
    host.folder("mnt");
  }

  @Test
  void underMappersAndRaidsAreTheirDisks() {
    String crypt = "sys/devices/virtual/block/dm-0";
    String raid = "sys/devices/virtual/block/md0";
    disk(crypt, "253:0");
    slave(crypt, raid);
    disk(raid, "9:0");
    slave(raid, STICK + "/sda1");
    slave(raid, SSD);
    mountMore("50 24 253:0 / /mnt rw - ext4 /dev/mapper/data rw\n");
    host.folder("mnt");
    assertThat(mount("/mnt").disks()).containsExactlyInAnyOrder("8:0", "259:0");
    assertThat(mount("/mnt").serial()).isEqualTo("unknown");
  }

  @Test
  void withoutSysTheNumberStandsForTheDisk() {
    mountMore("50 24 77:1 / /mnt rw - ext4 /dev/odd1 rw\n");
    host.folder("mnt");
    assertThat(mount("/mnt").disks()).containsExactly("77:1");
  }

  @Test
  void btrfsNamesItsDevice() throws Exception {
    host.folder("dev");
    boolean made =
        new ProcessBuilder("mknod", host.real("dev/sda1").toString(), "b", "8", "1")
                .redirectErrorStream(true)
                .start()
                .waitFor()
            == 0;
    assumeTrue(made, "mknod needs root");
    mountMore("50 24 0:50 /sub /mnt rw - btrfs /dev/sda1 rw\n");
    host.folder("mnt");
    assertThat(mount("/mnt").disks()).containsExactly("8:0");
  }

  @Test
  void thisMachineItself() {
    Root live = new Root(Path.of("/"));
    Mounts mounts =
        new Mounts(live, Path.of("/proc/self/mountinfo"), new Disks(live, Path.of("/sys")));
    assertThat(mounts.of(path("/proc")).type()).isEqualTo("proc");
    assertThat(mounts.of(path("/no/such/path")).disks()).isNotEmpty();
  }
}
