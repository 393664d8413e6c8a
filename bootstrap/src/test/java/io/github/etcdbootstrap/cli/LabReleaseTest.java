package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.github.etcdbootstrap.etcd.ReleaseDownload;
import io.github.etcdbootstrap.etcd.Tarballs;
import io.github.etcdbootstrap.host.LabFolder;
import io.github.etcdbootstrap.host.LabHost;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabReleaseTest {
  private static final byte[] GOOD = Tarballs.good();

  @TempDir private Path top;
  private final AtomicInteger served = new AtomicInteger();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private LabFolder folder;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    folder = LabFolder.open(Optional.of(top.resolve("lab").toString()), Map.of());
    Files.createDirectory(Path.of(folder.seed()));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          exchange.sendResponseHeaders(200, GOOD.length);
          exchange.getResponseBody().write(GOOD);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    folder.close();
  }

  @Test
  void oneDownloadServesAllHosts() {
    fetch(release());

    assertThat(inSeed()).hasBinaryContent(GOOD);
    assertThat(served).hasValue(1);
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("all: downloading " + release().sources().get(0));
    fetch(release());
    assertThat(served).as("it is there").hasValue(1);
  }

  @Test
  void whereAllHostsHaveItNothingIsDownloaded() throws IOException {
    for (LabHost host : hosts()) {
      String installed = host.place(Layout.RELEASES.child("v" + release().version()));
      Files.writeString(Files.createDirectories(Path.of(installed)).resolve("etcd"), "");
    }
    fetch(release());
    assertThat(served).hasValue(0);
  }

  @Test
  void whatHasAnotherSumIsNotKept() {
    byte[] wanted = {1};
    Release other = Tarballs.release(wanted, release().sources().get(0));

    HostFailure failure = catchThrowableOfType(HostFailure.class, () -> fetch(other));
    assertThat(failure.problem().cause()).contains("its SHA-256 is");
    assertThat(failure.problem().remedy()).endsWith("/lab --etcd etcd-v3.5.2-linux-arm64.tar.gz");
    assertThat(Path.of(folder.seed())).isEmptyDirectory();
  }

  private void fetch(Release release) {
    LabView view = new LabView(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
    ReleaseDownload download = new ReleaseDownload(new LabReport("all", view, false), Map.of());
    new LabRelease(folder, download).fetch(release, hosts());
  }

  private List<LabHost> hosts() {
    return IntStream.rangeClosed(1, 3)
        .mapToObj(i -> folder.host(new MemberName("lab-" + i), new IpAddress("127.23.79." + i)))
        .toList();
  }

  private Release release() {
    URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/x.tar.gz");
    return Tarballs.release(GOOD, source);
  }

  private Path inSeed() {
    return Path.of(folder.seed()).resolve("etcd-v3.5.2-linux-arm64.tar.gz");
  }
}
