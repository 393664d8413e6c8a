package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.etcd.HostileServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.etcd.HostileServer.Reply;
import io.github.etcdbootstrap.etcd.HostileServer.Request;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hostile server, a download, and what both may end in. */
abstract class HostileDownloads {
  /** None of its times is over because the machine is busy: for servers that keep none waiting. */
  static final Limits PATIENT = limits(Duration.ofSeconds(30), Duration.ofSeconds(30));

  /** Soon out of patience, and not by a pause that a busy machine makes. */
  static final Limits QUICK = limits(Duration.ofSeconds(1), Duration.ofMillis(600));

  static final String TAG = "ETag: \"one\"";
  static final byte[] GOOD = Tarballs.good();
  static final Map<String, String> PROGRAMS =
      Map.of("etcd", "I am etcd", "etcdctl", "I am etcdctl", "etcdutl", "I am etcdutl");

  @TempDir Path temp;
  FolderStaging staging;
  HostileServer server;
  Map<String, String> environment = Map.of();
  Limits limits = PATIENT;
  final RecordedReport report = new RecordedReport();

  private static Limits limits(Duration stall, Duration window) {
    List<Duration> pauses = List.of(Duration.ofMillis(1), Duration.ofMillis(2));
    return new Limits(Duration.ofSeconds(10), stall, window, 10, pauses, 1 << 20, 2 << 20);
  }

  @BeforeEach
  void start() throws IOException {
    staging = new FolderStaging(Files.createDirectory(temp.resolve("staging")));
    server = new HostileServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** The source serves in the end, and no other is asked. */
  void assertServes(Reply... replies) throws IOException {
    staging.clear();
    report.waited.clear();
    report.sizes.clear();
    server.reset();
    unpack(server.on("/bad", replies));
    assertThat(staging.files()).isEqualTo(PROGRAMS);
    assertThat(report.failures).isEmpty();
  }

  /** The source is given up for {@code why}; alone it leaves nothing, and another serves. */
  void assertGivesWay(String why, Reply... replies) throws IOException {
    staging.clear();
    server.reset();
    URI bad = server.on("/bad", replies);
    assertThat(failure(bad)).contains(bad + ": " + why);
    assertThat(staging.files()).isEmpty();

    server.reset();
    report.failures.clear();
    server.on("/bad", replies);
    unpack(bad, server.on("/good", ok(GOOD)));
    assertThat(staging.files()).isEqualTo(PROGRAMS);
    assertThat(report.failures).hasSize(1);
    assertThat(report.failures.get(0)).startsWith(bad + ": " + why);
    server.requests.removeIf(request -> request.target().equals("/good"));
    report.failures.clear();
    staging.clear();
  }

  int asked() {
    return server.requests.size();
  }

  List<String> ranges() {
    return server.requests.stream().map((Request request) -> request.header("range")).toList();
  }

  Map<String, Sha256> unpack(URI... sources) {
    return download().unpack(Tarballs.release(GOOD, sources), staging);
  }

  String failure(URI source) {
    return catchThrowableOfType(HostFailure.class, () -> unpack(source)).problem().cause();
  }

  ReleaseDownload download() {
    return new ReleaseDownload(report, environment, limits);
  }
}
