package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.etcd.HostileServer.cut;
import static io.github.etcdbootstrap.etcd.HostileServer.ok;
import static io.github.etcdbootstrap.etcd.HostileServer.part;
import static io.github.etcdbootstrap.etcd.HostileServer.raw;
import static io.github.etcdbootstrap.etcd.HostileServer.redirect;
import static io.github.etcdbootstrap.etcd.HostileServer.rest;
import static io.github.etcdbootstrap.etcd.HostileServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.etcd.HostileServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that break, and how the rest is got. */
@Timeout(120)
class ResumedDownloadTest extends HostileDownloads {
  @Test
  void aBrokenStreamGoesOnWhereItBroke() throws IOException {
    assertServes(cut(GOOD, 100, TAG), part(GOOD, 100, 150), rest(GOOD));

    assertThat(ranges()).containsExactly("", "bytes=100-", "bytes=150-");
    assertThat(server.requests.get(1).header("if-range")).isEqualTo("\"one\"");
    assertThat(report.arrived).isEqualTo(GOOD.length);
    assertThat(report.sizes).hasSize(1);
    assertThat(report.waited)
        .containsExactly(
            "0 s to ask "
                + server.at("/bad")
                + " again: breaks off after 100 of "
                + GOOD.length
                + " bytes",
            "0 s to ask "
                + server.at("/bad")
                + " again: breaks off after 150 of "
                + GOOD.length
                + " bytes");
  }

  @Test
  void whereverItBreaks() throws IOException {
    for (int at = 0; at < GOOD.length; at += 3) {
      Reply again = at == 0 ? ok(GOOD) : rest(GOOD);
      URI source = server.on("/" + at, cut(GOOD, at, TAG), again);
      unpack(source);
      assertThat(staging.files()).isEqualTo(PROGRAMS);
      staging.clear();
    }
    assertThat(report.failures).isEmpty();
  }

  @Test
  void alsoBehindTheEnd() throws IOException {
    byte[] longer = Arrays.copyOf(GOOD, GOOD.length + 300);
    for (int at = GOOD.length; at < longer.length; at += 10) {
      URI resumed = server.on("/a" + at, cut(longer, at, TAG), rest(longer));
      URI restarted = server.on("/b" + at, cut(longer, at), ok(longer));
      for (URI source : List.of(resumed, restarted)) {
        download().unpack(Tarballs.release(longer, source), staging);
        assertThat(staging.files()).isEqualTo(PROGRAMS);
        staging.clear();
      }
    }
  }

  /** GZIPInputStream, looking for one more file behind the end, swallows what goes wrong there. */
  @Test
  void whatGoesWrongBehindTheEndIsNotLost() throws IOException {
    byte[] header = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
    byte[] longer = Arrays.copyOf(GOOD, GOOD.length + 300);
    Arrays.fill(longer, GOOD.length, longer.length, (byte) 'a');
    System.arraycopy(header, 0, longer, GOOD.length, header.length);
    URI source = server.on("/a", cut(longer, GOOD.length + 50, TAG), ok(longer));

    download().unpack(Tarballs.release(longer, source), staging);

    assertThat(server.requests).hasSize(2);
    assertThat(report.waited).hasSize(1);
    assertThat(staging.files()).isEqualTo(PROGRAMS);
  }

  @Test
  void aDateNamesTheBytesToo() throws IOException {
    String date = "Mon, 01 Jan 2024 00:00:00 GMT";
    assertServes(cut(GOOD, 100, "ETag: W/\"weak\"", "Last-Modified: " + date), rest(GOOD));

    assertThat(server.requests.get(1).header("if-range")).isEqualTo(date);
  }

  @Test
  void withoutANameForItsBytesItStartsOver() throws IOException {
    assertServes(cut(GOOD, 100, "ETag: W/\"weak\""), ok(GOOD));

    assertThat(ranges()).containsExactly("", "");
    assertThat(report.sizes).hasSize(2);
  }

  @Test
  void whoIgnoresTheRangeStartsOverWithTheAnswerItGives() throws IOException {
    byte[] large = large();
    server.on("/bad", cut(large, large.length - 30, TAG), ok(large, TAG));

    download().unpack(Tarballs.release(large, server.at("/bad")), staging);

    assertThat(staging.files()).isEqualTo(PROGRAMS);
    assertThat(ranges()).containsExactly("", "bytes=" + (large.length - 30) + "-");
    assertThat(report.failures).isEmpty();
  }

  @Test
  void whoIgnoresTheRangeAndBreaksAlwaysComesToAnEnd() throws IOException {
    assertGivesWay(
        "breaks off after 100 of " + GOOD.length + " bytes, 3 times", cut(GOOD, 100, TAG));
    assertThat(server.requests).hasSize(3);
  }

  @Test
  void aRangeOutOfReachStartsOver() throws IOException {
    assertServes(
        cut(GOOD, 100, TAG), status("416 Range", "Content-Range: bytes */5"), ok(GOOD, TAG));
    assertThat(ranges()).containsExactly("", "bytes=100-", "");
  }

  /** It heeds the range, and not under which condition it was asked for. */
  @Test
  void theRestOfAnotherFileStartsOver() throws IOException {
    byte[] old = GOOD.clone();
    Arrays.fill(old, 20, old.length, (byte) 'x');
    int length = GOOD.length;
    assertServes(
        cut(old, 10, TAG), part(GOOD, 10, length, "ETag: \"two\""), ok(GOOD, "ETag: \"two\""));
    assertThat(ranges()).containsExactly("", "bytes=10-", "");

    String date = "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT";
    assertServes(
        cut(old, 10, date), part(GOOD, 10, length, date.replace("01 Jan", "08 Jan")), ok(GOOD));
    assertThat(ranges()).containsExactly("", "bytes=10-", "");
  }

  @Test
  void theSameNameGoesOn() throws IOException {
    assertServes(cut(GOOD, 100, TAG), part(GOOD, 100, GOOD.length, TAG));
    assertThat(ranges()).containsExactly("", "bytes=100-");
  }

  @Test
  void anotherRangeThanAskedForIsRefused() throws IOException {
    int end = GOOD.length - 1;
    String asked = "asked for the bytes from 100 on, answers with ";
    for (String range :
        List.of(
            "bytes 99-" + end + "/" + GOOD.length,
            "bytes 100-" + end + "/" + (GOOD.length + 1),
            "bytes */" + GOOD.length,
            "nonsense")) {
      String head = "HTTP/1.1 206 Part\nContent-Range: " + range + "\n";
      assertGivesWay(asked + range, cut(GOOD, 100, TAG), raw(head, GOOD));
    }
    assertGivesWay(asked + "null", cut(GOOD, 100, TAG), raw("HTTP/1.1 206 Part\n", GOOD));
  }

  @Test
  void otherBytesBehindTheSameNameAreRefused() throws IOException {
    byte[] other = GOOD.clone();
    other[GOOD.length - 1] ^= 1;
    assertGivesWay("", cut(GOOD, 100, TAG), rest(other));
  }

  @Test
  void aBrokenChunkIsResumed() throws IOException {
    String head = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n" + TAG + "\n";
    assertServes(raw(head, chunk(Arrays.copyOf(GOOD, 100), false)), rest(GOOD));
    assertThat(ranges()).containsExactly("", "bytes=100-");
    assertServes(raw(head, chunk(GOOD, true)));
    assertGivesWay("", raw(head, "fffffffffffffffffff\r\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void progressLetsALineBreakMoreOften() throws IOException {
    Limits wide =
        new Limits(
            limits.connect(),
            limits.stall(),
            limits.window(),
            1,
            limits.pauses(),
            9 << 20,
            9 << 20);
    byte[] noise = new byte[6 << 20];
    new Random(5).nextBytes(noise);
    byte[] large = new Tarballs().programs().bytes(Tarballs.FOLDER + "x", noise).done();
    Reply some =
        (request, out) -> {
          int from = HostileServer.offset(request);
          part(large, from, Math.min(from + (1 << 20), large.length)).to(request, out);
        };
    URI source = server.on("/a", cut(large, 1 << 20, TAG), some);

    new ReleaseDownload(report, environment, wide).unpack(Tarballs.release(large, source), staging);

    assertThat(server.requests).hasSize(7);
    assertThat(staging.files()).isEqualTo(PROGRAMS);
  }

  @Test
  void aResumeIsRedirectedAnew() throws IOException {
    server.on("/there", cut(GOOD, 100, TAG), rest(GOOD));
    assertServes(redirect("/there"));
    assertThat(ranges()).containsExactly("", "", "bytes=100-", "bytes=100-");
  }

  private static byte[] large() {
    byte[] noise = new byte[300_000];
    new Random(7).nextBytes(noise);
    return new Tarballs().programs().bytes(Tarballs.FOLDER + "x", noise).done();
  }

  private static byte[] chunk(byte[] content, boolean whole) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String size = Integer.toHexString(content.length) + "\r\n";
    out.write(size.getBytes(StandardCharsets.US_ASCII));
    out.write(content);
    out.write((whole ? "\r\n0\r\n\r\n" : "\r\n").getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
