package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A member has lost its data, and there is no quorum that could tell it how to go on. */
@Order(1)
class LossWithoutQuorumHostsTest extends Refused {
  private static final List<String> OTHERS = List.of("x-k3s-m-2", "x-k3s-m-3");

  @Test
  void cablesOfBothOthersAreOut() {
    loseData();
    cluster.hosts.cableOut(2, 3);
    isRefused(OTHERS);
    cluster.hosts.cableIn(2, 3);
    findData();
  }

  @Test
  void newCardWhileCablesOfBothOthersAreOut() {
    cluster.hosts.cableOut(2, 3);
    cluster.hosts.newCard(HOST);
    isRefused(OTHERS);
    cluster.hosts.cableIn(2, 3);
    cluster.awaitHealthy(2, 3);
    cluster.run(HOST).expect(0);
    isWhole(HOST);
  }

  @Test
  void onlyOneOfThreeAnswers() {
    loseData();
    cluster.hosts.cableOut(3);
    isRefused(List.of("x-k3s-m-3"));
    cluster.hosts.cableIn(3);
    findData();
  }

  @Test
  void peerHangs() {
    loseData();
    byHand(2, STOP + hangingPeer("", ":2380 "));
    cluster.hosts.powerCut(3);
    isRefused(OTHERS);
    byHand(2, "killall nc sleep\n" + START);
    cluster.hosts.boot(3);
    findData();
  }

  /** Of another authority: it is somebody's etcd, and nobody can say whose. */
  @Test
  void peerFailsTls() {
    try (TestSeed stranger = TestSeed.onStick().make()) {
      Path foreign = cluster.seed.file("foreign");
      copy(stranger, foreign, "ca.pem", "x-k3s-m-2.pem", "x-k3s-m-2-key.pem");
      peerIs("/media/usb/foreign");
      Folder.remove(foreign);
    }
  }

  @Test
  void peerIsOfAnotherCluster() {
    peerIs("/media/usb");
  }

  /** An etcd started by hand with the certificates in this folder. */
  private void peerIs(String certificates) {
    loseData();
    // In this order: without a quorum an etcd takes up to a minute to stop.
    byHand(2, STOP + Stranger.startOn(2, certificates));
    cluster.hosts.powerCut(3);
    Wait.until(
        "the stranger's etcd listens",
        java.time.Duration.ofMinutes(2),
        () -> cluster.hosts.shell(2, "netstat -ltn | grep ':2380 '").exit() == 0);
    isRefused(OTHERS);
    byHand(2, Stranger.STOP + START);
    cluster.hosts.boot(3);
    findData();
  }

  private static void copy(TestSeed from, Path to, String... names) {
    try {
      Files.createDirectories(to);
      for (String name : names) {
        Files.copy(from.file(name), to.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
