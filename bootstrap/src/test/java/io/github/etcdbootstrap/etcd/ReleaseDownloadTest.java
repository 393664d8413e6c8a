package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseDownloadTest {
  private static final byte[] GOOD = Tarballs.good();
  private static final Map<String, String> PROGRAMS =
      Map.of("etcd", "I am etcd", "etcdctl", "I am etcdctl", "etcdutl", "I am etcdutl");

  @TempDir Path temp;
  private FolderStaging staging;
  private HttpServer server;
  private final RecordedReport report = new RecordedReport();

  @BeforeEach
  void start() throws IOException {
    staging = new FolderStaging(Files.createDirectory(temp.resolve("staging")));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theThreeProgramsAndNothingElseAreTaken() throws IOException {
    URI source = file("a.tar.gz", GOOD);

    Map<String, Sha256> sums = download().unpack(Tarballs.release(GOOD, source), staging);

    assertThat(staging.files()).isEqualTo(PROGRAMS);
    assertThat(sums)
        .containsExactly(
            Map.entry("etcd", sum("I am etcd")),
            Map.entry("etcdctl", sum("I am etcdctl")),
            Map.entry("etcdutl", sum("I am etcdutl")));
    assertThat(report.arrived).isEqualTo(GOOD.length);
    assertThat(report.sizes).containsExactly(OptionalLong.of(GOOD.length));
    assertThat(report.failures).isEmpty();
  }

  @Test
  void theTarballItselfIsKeptFromTheFirstSourceThatHasItsBytes() throws IOException {
    byte[] other = Arrays.copyOf(GOOD, GOOD.length + 1);
    URI bad = serve("/bad", 200, other);
    URI good = serve("/good", 200, GOOD);

    download().fetch(Tarballs.release(GOOD, bad, good), staging, "do this");

    Path kept = staging.folder().resolve("etcd-v3.5.2-linux-arm64.tar.gz");
    assertThat(Files.readAllBytes(kept)).isEqualTo(GOOD);
    assertThat(report.failures).hasSize(1);
    staging.clear();
    HostFailure failure =
        catchThrowableOfType(
            HostFailure.class,
            () -> download().fetch(Tarballs.release(GOOD, bad), staging, "do this"));
    assertThat(failure.problem().remedy()).isEqualTo("do this");
    assertThat(kept).doesNotExist();
  }

  @Test
  void redirectsAreFollowed() throws IOException {
    URI source = redirect("/a", redirect("/b", serve("/c", 200, GOOD).toString()).toString());

    download().unpack(Tarballs.release(GOOD, source), staging);

    assertThat(staging.files()).isEqualTo(PROGRAMS);
  }

  @Test
  void aSourceWithAnotherSumGivesWayToTheNext() throws IOException {
    byte[] other = new Tarballs().folder().programs().file(Tarballs.FOLDER + "x", "y").done();
    URI bad = serve("/bad", 200, other);
    URI good = serve("/good", 200, GOOD);

    download().unpack(Tarballs.release(GOOD, bad, good), staging);

    assertThat(staging.files()).isEqualTo(PROGRAMS);
    assertThat(report.failures)
        .containsExactly(
            bad + ": its SHA-256 is " + Sha256.of(other) + ", expected " + Sha256.of(GOOD));
  }

  @Test
  void bytesAfterTheEndCount() throws IOException {
    byte[] longer = Arrays.copyOf(GOOD, GOOD.length + 100_000);

    assertThat(failure(GOOD, file("a", longer))).contains("its SHA-256 is " + Sha256.of(longer));
  }

  @Test
  void whatIsNoReleaseLeavesNothing() throws IOException {
    String folder = Tarballs.FOLDER;
    assertRefused(Arrays.copyOf(GOOD, GOOD.length - 20), "ends too early, after");
    assertRefused(
        "<!DOCTYPE html><html>log in".getBytes(StandardCharsets.UTF_8), "answers an HTML page");
    assertRefused(new byte[0], "ends too early, after 0 bytes");
    assertRefused(
        new Tarballs().programs().file(folder + "etcd", "evil").done(), "holds etcd twice");
    assertRefused(
        new Tarballs().link(folder + "etcd", "/bin/sh").done(),
        "holds " + folder + "etcd, which is neither a file nor a folder");
    assertRefused(
        new Tarballs().programs().file(folder + "../../etc/passwd", "x").done(),
        "holds the path " + folder + "../../etc/passwd, which leads out of its folder");
    assertRefused(
        new Tarballs().programs().file("/etc/passwd", "x").done(),
        "holds the path /etc/passwd, which leads out of its folder");
    assertRefused(new Tarballs().file(folder + "etcd", "x").done(), "lacks " + folder + "etcdctl");
    assertRefused(new Tarballs().file(folder + "bin/etcd", "x").done(), "lacks " + folder + "etcd");
  }

  /** A tar reader keeps a long name, or what PAX says of an entry, in memory. */
  @ParameterizedTest
  @ValueSource(bytes = {'L', 'K', 'x'})
  void aHeaderWithoutEndExhaustsNoMemory(byte type) throws IOException {
    byte[] tarball = new Tarballs().header(type, 1_500_000).programs().done();
    assertThat(failure(tarball, file("a", tarball)))
        .contains("has an entry whose header is larger than 1 MiB");
  }

  /**
   * Of a few bytes a tar reader makes gigabytes of zeros, in a program or in what is passed over.
   */
  @ParameterizedTest
  @ValueSource(strings = {"etcd", "README.md"})
  void aSparseFileIsRefused(String name) throws IOException {
    byte[] tarball =
        new Tarballs()
            .pax("GNU.sparse.size=2147483647", "GNU.sparse.map=2147483647,0")
            .file(Tarballs.FOLDER + name, "")
            .programs()
            .done();
    assertRefused(tarball, "holds " + Tarballs.FOLDER + name + ", a sparse file");
  }

  @Test
  void everySourceAndItsFailureIsNamed() throws IOException {
    URI gone = serve("/gone", 404, new byte[0]);
    URI absent = temp.resolve("absent.tar.gz").toUri();
    URI loop = redirect("/loop", "/loop");
    URI refused = URI.create("http://127.0.0.1:1/x");
    URI nowhere = URI.create("ftp://example/x");

    HostFailure failure =
        catchThrowableOfType(
            HostFailure.class,
            () ->
                download()
                    .unpack(Tarballs.release(GOOD, gone, absent, loop, refused, nowhere), staging));

    assertThat(failure.problem().cause())
        .startsWith("etcd-v3.5.2-linux-arm64 could not be obtained: ")
        .contains(gone + ": answers 404 Not Found; ")
        .contains(absent + ": cannot be read: ")
        .contains(loop + ": redirects more than 10 times; ")
        .contains(refused + ": no connection: Connection refused, 3 times; ")
        .endsWith(nowhere + ": is not a file:///, http:// or https:// place: ftp://example/x");
    assertThat(report.failures).hasSize(5);
    assertThat(staging.files()).isEmpty();
  }

  @Test
  void aFullDiskIsNotTheSourcesFault() throws IOException {
    URI source = file("a.tar.gz", GOOD);
    Files.write(temp.resolve("staging/etcdctl"), new byte[0]);

    HostFailure failure =
        catchThrowableOfType(
            HostFailure.class, () -> download().unpack(Tarballs.release(GOOD, source), staging));

    assertThat(failure.problem().cause()).startsWith("etcdctl cannot be written: ");
    assertThat(report.failures).isEmpty();
    assertThat(staging.files()).isEmpty();
  }

  /** Even if its sum were the wanted one. */
  private void assertRefused(byte[] tarball, String why) throws IOException {
    assertThat(failure(tarball, serve("/" + report.failures.size(), 200, tarball))).contains(why);
    assertThat(staging.files()).isEmpty();
  }

  private String failure(byte[] wanted, URI source) {
    return catchThrowableOfType(
            HostFailure.class, () -> download().unpack(Tarballs.release(wanted, source), staging))
        .problem()
        .cause();
  }

  private ReleaseDownload download() {
    return new ReleaseDownload(report, Map.of(), HostileDownloads.PATIENT);
  }

  private URI file(String name, byte[] content) throws IOException {
    return Files.write(temp.resolve(name), content).toUri();
  }

  private URI serve(String path, int code, byte[] content) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(code, content.length == 0 ? -1 : content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    return at(path);
  }

  private URI redirect(String path, String location) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", location);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    return at(path);
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static Sha256 sum(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
