package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnMemberTest {
  private static final String HEALTHY = "{\"health\":\"true\",\"reason\":\"\"}";
  private static final String SICK = "{\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}";

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Which a learner's is too, and its metrics need not say that it is one. */
  @Test
  void aHealthyMemberSaysSo() {
    serve("/health", 200, HEALTHY);

    assertThat(health()).isEqualTo(new OwnHealth(true, true, ""));
  }

  @Test
  void aSickMemberSaysWhy() {
    serve("/health", 503, SICK);

    assertThat(health()).isEqualTo(new OwnHealth(true, false, "RAFT NO LEADER"));
  }

  @Test
  void somethingElseOnThePortIsNotHealthy() {
    serve("/health", 200, "ok");

    assertThat(health())
        .isEqualTo(
            new OwnHealth(true, false, "its metrics page: answers 200, but not as etcd does"));
  }

  @Test
  void silenceIsSilence() {
    server.stop(0);

    assertThat(health()).isEqualTo(OwnHealth.SILENT);
  }

  @Test
  void itsMetricsSayWhoItIs() {
    serve(
        "/metrics",
        200,
        "# TYPE etcd_server_id gauge\netcd_server_id{server_id=\"90c10e43ed9f5a1b\"} 1\nother 2\n");

    assertThat(member().id()).contains(EtcdId.parse("90c10e43ed9f5a1b"));
  }

  @Test
  void metricsWithoutItSayNothing() {
    serve("/metrics", 200, "go_goroutines 9\n");
    assertThat(member().id()).isEmpty();

    server.stop(0);
    assertThat(member().id()).isEmpty();
  }

  private OwnHealth health() {
    return member().health();
  }

  private OwnMember member() {
    return new OwnMember(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  private void serve(String path, int code, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
