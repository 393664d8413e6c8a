package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** A cluster of three in which a run must not go on: it changes nothing and says why. */
abstract class Refused extends Loss {
  static final int HOST = 1;
  static final int WRONG_INPUT = 2;

  private static final String MEMBER = DATA + "/member";
  private static final String LOST = "/root/lost-and-found";

  Refused() {
    super(CURRENT, 3);
  }

  /** Lines for a host's shell, after which somebody listens who says nothing. */
  static String hangingPeer(String options, String listens) {
    return """
        setsid nc -lk %s -p 2380 -e sleep 600 >/dev/null 2>&1 </dev/null &
        i=0; until netstat -ltn | grep -q '%s'; do i=$((i + 1)); [ $i -lt 600 ]; sleep 0.2; done
        """
        .formatted(options, listens);
  }

  /** Moved, so that the same data can be put back: for etcd it is as gone as if deleted. */
  void loseData() {
    byHand(HOST, STOP + "mv " + MEMBER + " " + LOST);
  }

  void findData() {
    byHand(HOST, "mkdir -p " + DATA + "; rm -rf " + MEMBER + "; mv " + LOST + " " + MEMBER);
    startsAgain();
  }

  void startsAgain() {
    byHand(HOST, "chown -R etcd:etcd " + DATA + "\n" + START);
    cluster.awaitHealthy(cluster.all());
    isWhole(HOST);
  }

  /** Says what was seen and what leads out, these words among it; the host and the seed stay. */
  void isRefused(List<String> said, String... arguments) {
    DiskSnapshot disk = cluster.disk(HOST);
    DiskSnapshot seed = DiskSnapshot.of(cluster.seed.stick());
    String running = cluster.etcdPid(HOST);

    Result run = cluster.run(HOST, arguments).expect(REFUSED);

    System.out.printf("after %.1f s %s%n", run.seconds(), run.err());
    List<String> words = new ArrayList<>(List.of("refused: ", "  do: "));
    words.addAll(said);
    assertThat(run.err()).contains(words);
    assertThat(run.out()).isEmpty();
    assertThat(cluster.disk(HOST).changesSince(disk)).isEmpty();
    assertThat(DiskSnapshot.of(cluster.seed.stick()).changesSince(seed)).isEmpty();
    assertThat(cluster.etcdPid(HOST)).isEqualTo(running);
  }
}
