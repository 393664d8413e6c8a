package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.etcd.HostileServer.cut;
import static io.github.etcdbootstrap.etcd.HostileServer.ok;
import static io.github.etcdbootstrap.etcd.HostileServer.redirect;
import static io.github.etcdbootstrap.etcd.HostileServer.rest;
import static io.github.etcdbootstrap.etcd.HostileServer.status;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ways to a source: redirects, proxies, and those that lead nowhere. */
@Timeout(120)
class RoutedDownloadTest extends HostileDownloads {
  @Test
  void redirectsEnd() throws IOException {
    server.on("/good", ok(GOOD));
    for (int i = 1; i <= 11; i++) {
      server.on("/" + i, redirect(i == 1 ? "/good" : "/" + (i - 1)));
    }
    unpack(server.at("/10"));
    assertThat(staging.files()).isEqualTo(PROGRAMS);
    staging.clear();
    assertGivesWay("redirects more than 10 times", redirect("/11"));
    assertGivesWay("redirects more than 10 times", redirect("/bad"));
    assertGivesWay("redirects to nowhere: http://[", redirect("http://["));
    assertGivesWay("redirects to nowhere: http:///x", redirect("http:///x"));
    assertGivesWay("redirects to nowhere: ftp://x/", redirect("ftp://x/"));
    assertGivesWay(
        "cannot be asked for: port out of range:99999", redirect("http://127.0.0.1:99999/"));
  }

  @Test
  void noRedirectLeadsToAFileOrOutOfTls() throws IOException {
    URI file = Files.write(temp.resolve("good.tar.gz"), GOOD).toUri();
    assertGivesWay("redirects to nowhere: " + file, redirect(file.toString()));

    URI tls = URI.create("https://a/x");
    assertThatThrownBy(() -> Web.next(tls, "http://b/y"))
        .hasMessage("redirects from https to http: http://b/y");
    assertThat(Web.next(tls, "//b/y")).isEqualTo(URI.create("https://b/y"));
    assertThat(Web.next(URI.create("http://a/x"), "https://b/y"))
        .isEqualTo(URI.create("https://b/y"));
  }

  @Test
  void noSchemesAndDeadPlacesAreNamed() {
    assertThat(failure(URI.create("http://127.0.0.1:1/x")))
        .contains("http://127.0.0.1:1/x: no connection: Connection refused, 3 times");
    assertThat(failure(URI.create("http://no.such.invalid/x")))
        .contains("the name no.such.invalid does not resolve, 3 times");
    assertThat(failure(URI.create("http:///x"))).endsWith("http:///x: names no host");
  }

  @Test
  void whatIsNoTlsIsSaidToBeNone() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                while (!plain.isClosed()) {
                  try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes(US_ASCII));
                    socket.getInputStream().read(new byte[1000]);
                  } catch (IOException e) {
                    // The test is over.
                    Thread.yield();
                  }
                }
              });
      thread.start();
      String url = "https://127.0.0.1:" + plain.getLocalPort() + "/x";
      assertThat(failure(URI.create(url))).contains(url + ": TLS: ");
    }
  }

  @Test
  void aProxyIsAskedInsteadWithItsPassword() throws IOException {
    environment = Map.of("http_proxy", "http://me:word@127.0.0.1:" + server.port());
    server.on("http://no.such.invalid/x", cut(GOOD, 100, TAG), rest(GOOD));

    unpack(URI.create("http://no.such.invalid/x"));

    assertThat(staging.files()).isEqualTo(PROGRAMS);
    assertThat(ranges()).containsExactly("", "bytes=100-");
    assertThat(server.requests.get(0).header("proxy-authorization"))
        .isEqualTo("Basic bWU6d29yZA==");
  }

  @Test
  void aProxyIsATunnelForTls() {
    environment = Map.of("HTTPS_PROXY", "http://127.0.0.1:" + server.port());
    server.on("no.such.invalid:443", status("407 Who?"));

    String why = failure(URI.create("https://no.such.invalid/x"));

    assertThat(why).contains("407").contains(", through the proxy 127.0.0.1:" + server.port());
    assertThat(server.requests.get(0).method()).isEqualTo("CONNECT");
  }

  @Test
  void throughTheTunnelTheTarballComes() throws Exception {
    TestCertificates certificates =
        TestCertificates.make(temp.resolve("certificates"), List.of("127.0.0.2"));
    SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
    try (ServerSocket tls = certificates.context().getServerSocketFactory().createServerSocket()) {
      tls.bind(new InetSocketAddress("127.0.0.2", 0));
      HttpsURLConnection.setDefaultSSLSocketFactory(certificates.context().getSocketFactory());
      HostileServer.inBackground(() -> HostileServer.serve(tls, ok(GOOD)));
      String place = "127.0.0.2:" + tls.getLocalPort();
      environment = Map.of("https_proxy", "127.0.0.1:" + server.port());
      server.on(place, server.tunnel());

      unpack(URI.create("https://" + place + "/x"));

      assertThat(staging.files()).isEqualTo(PROGRAMS);
      assertThat(server.requests).hasSize(1);
      assertThat(server.requests.get(0).method()).isEqualTo("CONNECT");
    } finally {
      HttpsURLConnection.setDefaultSSLSocketFactory(before);
    }
  }

  @Test
  void noPasswordIsEverShown() throws IOException {
    URI bad = server.on("/bad", status("503 Busy"), redirect("https://me:secret@x:99999/"));
    URI place = URI.create(bad.toString().replace("//", "//me:secret@"));

    String why = failure(place);

    assertThat(why).contains(bad + ": cannot be asked for");
    assertThat(why + report.failures + report.waited + report.places).doesNotContain("secret");
    assertThat(failure(URI.create("ftp://me:secret@x/"))).endsWith("place: ftp://…@x/");
    server.reset();
    server.on("/good", ok(GOOD));
    unpack(URI.create(server.at("/good").toString().replace("//", "//me:secret@")));
    assertThat(report.places).containsExactly(server.at("/good"));
  }

  @Test
  void noProxyIsObeyedAndFilesNeedNone() throws IOException {
    environment =
        Map.of("http_proxy", "127.0.0.1:1", "https_proxy", "x:1", "no_proxy", "127.0.0.1");
    assertServes(ok(GOOD));
    environment = Map.of("http_proxy", "127.0.0.1:1");
    assertThat(failure(server.at("/good")))
        .contains("no connection: Connection refused, through the proxy 127.0.0.1:1, 3 times");
    unpack(Files.write(temp.resolve("good.tar.gz"), GOOD).toUri());
    assertThat(staging.files()).isEqualTo(PROGRAMS);
  }
}
