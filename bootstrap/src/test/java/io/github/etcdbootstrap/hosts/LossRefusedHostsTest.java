package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two of three are well, and a run on the third must not go on all the same. */
class LossRefusedHostsTest extends Refused {
  private static final String INSTALL = "/var/lib/etcd-bootstrap/install.yml";
  private static final String CONF = "/etc/etcd/conf.yml";
  private static final String STICK = "/media/usb/";

  /** Their owner put a copy of the neighbour's card into this Pi. */
  @Test
  void cardOfNeighbour() {
    byHand(HOST, STOP + "cp -a " + INSTALL + " /root/own.yml");
    byHand(2, "cp " + INSTALL + " " + STICK + "install.yml");
    byHand(HOST, "cat " + STICK + "install.yml >" + INSTALL + "; rm " + STICK + "install.yml");
    isRefused(List.of("x-k3s-m-2", INSTALL));
    byHand(HOST, "mv /root/own.yml " + INSTALL);
    startsAgain();
  }

  @Test
  void dataOfNeighbour() {
    byHand(2, STOP + "cp -a " + DATA + "/member " + STICK + "member\n" + START);
    cluster.awaitHealthy(2);
    loseData();
    byHand(HOST, "cp -a " + STICK + "member " + DATA + "/; rm -r " + STICK + "member");
    isRefused(List.of("x-k3s-m-2", "mv " + DATA + "/member"));
    findData();
  }

  @Test
  void certificateOfNeighbour() throws IOException {
    swapCertificates();
    DiskSnapshot disk = cluster.diskWithoutData(HOST);

    Result run = cluster.run(HOST);

    assertThat(run.exit()).isIn(WRONG_INPUT, REFUSED);
    assertThat(run.err()).contains("x-k3s-m-1.pem");
    assertThat(cluster.diskWithoutData(HOST).changesSince(disk)).isEmpty();
    swapCertificates();
    isWhole(HOST);
  }

  @Test
  void nameOfNeighbour() {
    byHand(HOST, "hostname x-k3s-m-2");
    DiskSnapshot disk = cluster.disk(HOST);

    Result run = cluster.run(HOST).expect(WRONG_INPUT);

    assertThat(run.err()).contains("its name says x-k3s-m-2, its address says x-k3s-m-1");
    assertThat(cluster.disk(HOST).changesSince(disk)).isEmpty();
    byHand(HOST, "hostname x-k3s-m-1");
    isWhole(HOST);
  }

  /** A second Pi was given the name, and the first one runs on, at another address. */
  @Test
  void twoHostsOfOneName() {
    String first = "192.168.7.99";
    cluster.hosts.newCard(HOST);
    byHand(HOST, "echo " + first + " x-k3s-m-1.edge.huatai.me >>/etc/hosts");
    byHand(
        2,
        "ip addr add %1$s/24 dev eth0\n".formatted(first)
            + hangingPeer("-s " + first, first + ":2380 "));
    isRefused(List.of("two cards of one member", "answers at " + first));
    byHand(2, "killall nc sleep; ip addr del " + first + "/24 dev eth0");
    byHand(HOST, "sed -i '/" + first + "/d' /etc/hosts");
    cluster.run(HOST).expect(0);
    isWhole(HOST);
  }

  private void swapCertificates() throws IOException {
    for (String end : List.of(".pem", "-key.pem")) {
      var one = cluster.seed.file("x-k3s-m-1" + end);
      var two = cluster.seed.file("x-k3s-m-2" + end);
      var kept = cluster.seed.file("kept");
      Files.move(one, kept);
      Files.move(two, one);
      Files.move(kept, two, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void diskNotMounted() {
    loseData();
    byHand(
        HOST,
        "cp -a /etc/fstab /root/fstab; echo '/dev/sda1 "
            + DATA
            + " ext4 defaults 0 2' >>/etc/fstab");
    isRefused(List.of(DATA, "mount"));
    byHand(HOST, "cat /root/fstab >/etc/fstab; rm /root/fstab");
    findData();
  }

  @Test
  void dataOfStrangersCluster() {
    loseData();
    byHand(HOST, Stranger.startOn(HOST, STICK));
    Wait.until(
        "the stranger's etcd serves",
        java.time.Duration.ofMinutes(2),
        () -> cluster.hosts.shell(HOST, Stranger.SERVES).exit() == 0);
    byHand(HOST, Stranger.STOP + "mv " + Stranger.DATA + "/member " + DATA + "/member");
    isRefused(List.of("birth.yml: cluster ", DATA + ": cluster ", "mv " + DATA + "/member"));
    byHand(HOST, "rm -r " + Stranger.DATA);
    findData();
  }

  @Test
  void foreignLearnerInTheList() {
    String add = "member add ghost --learner --peer-urls=https://192.168.7.99:2380";
    String id =
        cluster.etcdctl(2, add).expect(0).out().replaceAll("(?s)^Member +([0-9a-f]+) .*", "$1");
    loseData();
    ListedMembers before = membersAsSeenBesides(HOST);
    isRefused(List.of(id, "etcdctl member remove " + id));
    assertThat(membersAsSeenBesides(HOST).idsByName()).isEqualTo(before.idsByName());
    cluster.etcdctl(2, "member remove " + id).expect(0);
    findData();
  }

  @Test
  void noRoomForTheData() {
    loseData();
    String loops =
        "mknod /dev/loop-control c 10 237; i=0\n"
            + "while [ $i -lt 64 ]; do mknod /dev/loop$i b 7 $i; i=$((i + 1)); done\n";
    String small = "truncate -s 64M /root/small; mke2fs -F /root/small; mount -o loop /root/small ";
    byHand(HOST, loops + small + DATA + "; chown etcd:etcd " + DATA + "; chmod 700 " + DATA);
    isRefused(List.of(DATA, "MiB"));
    byHand(HOST, "umount " + DATA + "; rm /root/small");
    findData();
  }

  @Test
  void anotherFolderHoldsData() {
    String elsewhere = "/var/lib/elsewhere";
    byHand(HOST, STOP + "cp -a " + CONF + " /root/conf.yml; mv " + DATA + " " + elsewhere);
    byHand(HOST, "sed -i 's|^data-dir: .*|data-dir: " + elsewhere + "|' " + CONF);
    isRefused(List.of(elsewhere));
    byHand(HOST, "mv " + elsewhere + " " + DATA + "; mv /root/conf.yml " + CONF);
    startsAgain();
  }
}
