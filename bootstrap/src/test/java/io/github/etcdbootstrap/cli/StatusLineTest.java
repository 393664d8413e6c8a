package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.plan.Report;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** On a terminal one line that changes, elsewhere sparse plain lines. */
class StatusLineTest {
  private static final URI TARBALL = URI.create("https://mirror.example/x/etcd.tar.gz");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void onATerminalTheLineIsWrittenOver() {
    StatusLine line = new StatusLine(err, true);
    line.show("waiting 1");
    line.show("waiting 2");
    line.clear();
    line.clear();

    assertThat(printed()).isEqualTo("\rwaiting 1\u001b[K\rwaiting 2\u001b[K\r\u001b[K");
  }

  @Test
  void elsewhereAWordIsSaidOnce() {
    StatusLine line = new StatusLine(err, false);
    line.show("waiting");
    line.show("waiting");
    line.show("waiting for more");
    line.clear();

    assertThat(printed()).isEqualTo("waiting\nwaiting for more\n");
  }

  @Test
  void afterSomethingElseWasPrintedItIsSaidAgain() {
    StatusLine line = new StatusLine(err, false);
    line.show("waiting");
    line.clear();
    line.show("waiting");

    assertThat(printed()).isEqualTo("waiting\nwaiting\n");
  }

  @Test
  void elsewhereATarballIsALineEachQuarter() {
    try (Report.Download download = download(false, OptionalLong.of(20_000_000))) {
      for (long arrived = 0; arrived <= 20_000_000; arrived += 100_000) {
        download.arrived(arrived);
      }
    }
    assertThat(printed().lines())
        .hasSize(5)
        .first()
        .isEqualTo("fetching https://mirror.example/x/etcd.tar.gz");
    assertThat(printed().lines().skip(1))
        .allSatisfy(
            l ->
                assertThat(l).matches("etcd.tar.gz [\\d.]+ of 20.0 MB, [\\d.]+ MB/s, \\d+ s left"));
    assertThat(printed()).contains(" 5.0 of", " 10.0 of", " 15.0 of", " 20.0 of");
  }

  @Test
  void ofAnUnknownSizeThereIsNoTimeLeft() {
    try (Report.Download download = download(false, OptionalLong.empty())) {
      download.arrived(6_000_000);
    }
    assertThat(printed().lines().skip(1))
        .singleElement()
        .asString()
        .matches("etcd.tar.gz 6.0 MB, [\\d.]+ MB/s");
  }

  @Test
  void onATerminalATarballIsABar() {
    try (Report.Download download = download(true, OptionalLong.of(20_000_000))) {
      download.arrived(10_000_000);
    }
    assertThat(printed())
        .contains("\retcd.tar.gz [===============               ] 10.0 of 20.0 MB, ")
        .endsWith("\r\u001b[K");
  }

  @Test
  void moreThanWasSaidDoesNotBreakTheBar() {
    try (Report.Download download = download(true, OptionalLong.of(10))) {
      download.arrived(20);
    }
    assertThat(printed()).contains("[==============================]");
  }

  private Report.Download download(boolean terminal, OptionalLong total) {
    return new DownloadProgress(new StatusLine(err, terminal), TARBALL, total);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
