package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.etcd.HostileServer.raw;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.etcdbootstrap.etcd.HostileServer.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that send a byte before each time-out, and come to no end. */
@Timeout(120)
class DraggingServerTest extends HostileDownloads {
  private static final Limits IMPATIENT =
      new Limits(
          Duration.ofMillis(300),
          Duration.ofMillis(700),
          Duration.ofMillis(700),
          100,
          List.of(),
          1 << 20,
          2 << 20);

  @BeforeEach
  void soonOutOfPatience() {
    limits = IMPATIENT;
  }

  @Test
  void aHeadWithoutEnd() throws Exception {
    assertGivesWay("it is too slow", dripping("", "HTTP/1.1 200 OK\r\nX: " + many("y")));
  }

  @Test
  void aChunkWhoseLengthHasNoEnd() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertGivesWay("it is too slow", dripping(head, many("0")));
  }

  @Test
  void whatIsNoTextIsShownAsText() throws Exception {
    Reply colours = raw("HTTP/1.1 404 \u001b[31mred" + many("!") + "\n", new byte[0]);
    assertGivesWay("answers 404 \\u001b[31mred!!!", colours);
  }

  private static String many(String text) {
    return text.repeat(1000);
  }

  private static Reply dripping(String head, String drops) {
    return (request, out) -> {
      out.write(head.getBytes(US_ASCII));
      while (true) {
        for (byte drop : drops.getBytes(US_ASCII)) {
          out.write(drop);
          out.flush();
          Thread.sleep(30);
        }
      }
    };
  }
}
