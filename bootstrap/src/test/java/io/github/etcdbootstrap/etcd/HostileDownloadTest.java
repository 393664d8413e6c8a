package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.etcd.HostileServer.claiming;
import static io.github.etcdbootstrap.etcd.HostileServer.cut;
import static io.github.etcdbootstrap.etcd.HostileServer.ok;
import static io.github.etcdbootstrap.etcd.HostileServer.raw;
import static io.github.etcdbootstrap.etcd.HostileServer.rest;
import static io.github.etcdbootstrap.etcd.HostileServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.etcd.HostileServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a source may answer, stall or lie about. */
@Timeout(120)
class HostileDownloadTest extends HostileDownloads {
  @Test
  void aStallIsAFailureOfThatAttempt() throws IOException {
    limits = QUICK;
    assertServes(server.stalling(cut(GOOD, 100, TAG)), rest(GOOD));
    assertServes(server.stalling((request, out) -> {}), ok(GOOD));
    assertGivesWay("nothing came in time, 3 times", server.stalling(cut(GOOD, 0)));
  }

  @Test
  void aTrickleIsAStallButSlownessIsNot() throws IOException {
    limits = QUICK;
    assertGivesWay("it is too slow, 3 times", dripping(1, 150));
    assertServes(dripping(10, 45));
  }

  @Test
  void whatMayPassIsAskedForAgain() throws IOException {
    assertServes(status("503 Busy"), status("429 Slow down"), ok(GOOD));
    assertServes(raw("rubbish\n", GOOD), ok(GOOD));
    assertGivesWay("answers 503 Busy, 3 times", status("503 Busy"));
    assertThat(asked()).isEqualTo(3);
  }

  @Test
  void whatDoesNotPassIsNot() throws IOException {
    for (String status : List.of("404 Not Found", "403 Forbidden", "410 Gone", "204 Empty")) {
      assertGivesWay("answers " + status, status(status));
      assertThat(asked()).isEqualTo(1);
    }
    assertGivesWay("answers 206 Part", raw("HTTP/1.1 206 Part\n", GOOD));
    assertGivesWay("answers 302 Found", status("302 Found"));
  }

  @Test
  void aLieAboutTheLengthIsFoundOut() throws IOException {
    assertGivesWay("ends too early, after 100 bytes", claiming(100, GOOD));
    assertThat(asked()).isEqualTo(1);
    String more = "breaks off after " + GOOD.length + " of " + (GOOD.length + 9) + " bytes";
    assertGivesWay(more + ", 3 times", claiming(GOOD.length + 9, GOOD));
    assertGivesWay("is larger than 1 MiB", claiming(1L << 40, GOOD));
    assertThat(asked()).isEqualTo(1);
    assertServes(raw("HTTP/1.1 200 OK\nContent-Length: -7\n", GOOD));
    assertServes(raw("HTTP/1.1 200 OK\nContent-Length: many\n", GOOD));
  }

  @Test
  void withoutALengthAnEndMayBeABreak() throws IOException {
    Reply half = raw("HTTP/1.0 200 OK\n", Arrays.copyOf(GOOD, 100));
    assertServes(half, raw("HTTP/1.0 200 OK\n", GOOD));
    assertGivesWay("ends too early, after 100 bytes, 3 times", half);
  }

  @Test
  void aPageIsCalledAPage() throws IOException {
    String type = "Content-Type: text/html; charset=utf-8";
    assertGivesWay(
        "answers an HTML page", ok("\n<html>log in".getBytes(StandardCharsets.UTF_8), type));
    assertThat(asked()).isEqualTo(1);
    assertGivesWay("answers an HTML page", ok("<!DOCTYPE".getBytes(StandardCharsets.UTF_8)));
    assertGivesWay("is not a gzip file", ok("sorry".getBytes(StandardCharsets.UTF_8)));
    assertServes(ok(GOOD, type));
  }

  @Test
  void moreThanTheLimitIsNotTaken() throws IOException {
    byte[] zeros = new byte[1 << 20];
    byte[] endless = Arrays.copyOf(GOOD, (1 << 20) + 1);
    assertGivesWay("is larger than 1 MiB", raw("HTTP/1.1 200 OK\n", endless));
    byte[] bomb =
        new Tarballs()
            .file(Tarballs.FOLDER + "etcd", new String(zeros, StandardCharsets.US_ASCII))
            .file(Tarballs.FOLDER + "x", new String(zeros, StandardCharsets.US_ASCII))
            .file(Tarballs.FOLDER + "etcdctl", new String(zeros, StandardCharsets.US_ASCII))
            .done();
    assertThat(bomb.length).isLessThan(10_000);
    assertGivesWay("is larger than 2 MiB", ok(bomb));
  }

  @Test
  void headersWithoutEndAreRefused() throws IOException {
    Reply endless =
        (request, out) -> {
          raw("HTTP/1.1 200 OK", new byte[0]).to(request, out);
          byte[] line = ("X: " + "y".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
          while (true) {
            out.write(line);
          }
        };
    assertGivesWay("", endless);
  }

  @Test
  void anInterruptIsNotTriedAgain() throws IOException {
    URI busy = server.on("/busy", status("503 Busy"));
    Thread.currentThread().interrupt();

    String why = failure(busy);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(why).contains("interrupted");
    assertThat(server.requests.size()).isLessThan(2);
  }

  private static Reply dripping(int atOnce, int pauseMillis) {
    return (request, out) -> {
      claiming(GOOD.length, new byte[0]).to(request, out);
      for (int i = 0; i < GOOD.length; i += atOnce) {
        out.write(GOOD, i, Math.min(atOnce, GOOD.length - i));
        out.flush();
        Thread.sleep(pauseMillis);
      }
    };
  }
}
