package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.plan.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {
  private static final String TITLES =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

  @TempDir Path proc;

  @Test
  void thisProcessIsFoundByItsSocket() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path live = Path.of("/proc");
      var found = new Listeners(live, new Processes(live)).on(Set.of(socket.getLocalPort()));

      assertThat(found)
          .singleElement()
          .satisfies(
              l -> assertThat(l.port()).isEqualTo(socket.getLocalPort()),
              l -> assertThat(l.address().inet().isLoopbackAddress()).isTrue(),
              l ->
                  assertThat(l.process().orElseThrow().pid())
                      .isEqualTo(ProcessHandle.current().pid()));
      assertThat(found.get(0).who()).matches(".+ \\(PID \\d+\\)");
    }
  }

  /** As recorded of a little-endian machine: 0100007F is 127.0.0.1, 094B is 2379. */
  @Test
  void onlyListenersOfThosePortsCount() throws IOException {
    write(
        "net/tcp",
        TITLES
            + line("0100007F:094B", "00000000:0000", "0A", "41")
            + line("0B07A8C0:094B", "0C07A8C0:9C40", "01", "42")
            + line("00000000:0016", "00000000:0000", "0A", "43"));
    write(
        "net/tcp6",
        TITLES
            + line(
                "00000000000000000000000001000000:094C",
                "00000000000000000000000000000000:0000",
                "0A",
                "44")
            + line(
                "0000000000000000FFFF00000B07A8C0:094D",
                "00000000000000000000000000000000:0000",
                "0A",
                "45"));
    write("12/stat", "12 (nginx) S 1 12 12 0 -1 1 2 3 4 5 6 7 8 9 10 11 1 0 4711 99");
    Files.createDirectories(proc.resolve("12/fd"));
    Files.createSymbolicLink(proc.resolve("12/fd/6"), Path.of("socket:[41]"));

    assertThat(new Listeners(proc, new Processes(proc)).on(Set.of(2379, 2380, 2381)))
        .extracting(l -> l.address() + " " + l.port() + " " + l.who())
        .containsExactly(
            "127.0.0.1 2379 nginx (PID 12)",
            "::1 2380 a program that cannot be seen from here",
            "192.168.7.11 2381 a program that cannot be seen from here");
  }

  @Test
  void withoutATableNobodyListens() {
    assertThat(new Listeners(proc, new Processes(proc)).on(Set.of(2379))).isEmpty();
    assertThat(
            new Host.Listener(Resolver.ip(InetAddress.getLoopbackAddress()), 1, Optional.empty())
                .who())
        .isEqualTo("a program that cannot be seen from here");
  }

  private static String line(String local, String remote, String state, String inode) {
    return "   0: %s %s %s 00000000:00000000 00:00000000 00000000     0        0 %s 1 0\n"
        .formatted(local, remote, state, inode);
  }

  private void write(String name, String text) throws IOException {
    Path file = proc.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
