package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostileServerTest {
  private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.UTF_8);

  private HostileServer server;

  @BeforeEach
  void start() throws IOException {
    server = new HostileServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void answersInTurnAndNotesWhatItWasAsked() throws IOException {
    server.on("/a", HostileServer.status("503 Later"), HostileServer.ok(TEN, "ETag: \"x\""));

    assertThat(ask("/a", "X-It: 7")).isEqualTo("HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n");
    String good = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 10\r\n\r\n0123456789";
    assertThat(ask("/a")).isEqualTo(good);
    assertThat(ask("/a")).isEqualTo(good);
    assertThat(ask("/b")).startsWith("HTTP/1.1 404 ");
    assertThat(server.requests).extracting(r -> r.target()).containsExactly("/a", "/a", "/a", "/b");
    assertThat(server.requests.get(0).method()).isEqualTo("GET");
    assertThat(server.requests.get(0).header("x-it")).isEqualTo("7");
  }

  @Test
  void cutsAndResumes() throws IOException {
    server.on("/cut", HostileServer.cut(TEN, 4));
    server.on("/rest", HostileServer.rest(TEN));

    assertThat(ask("/cut")).endsWith("Content-Length: 10\r\n\r\n0123");
    assertThat(ask("/rest", "Range: bytes=4-"))
        .startsWith("HTTP/1.1 206 ")
        .contains("Content-Range: bytes 4-9/10\r\nContent-Length: 6\r\n")
        .endsWith("\r\n\r\n456789");
  }

  @Test
  void stalls() throws IOException {
    server.on("/stall", server.stalling(HostileServer.cut(TEN, 4)));

    try (Socket socket = connect("/stall")) {
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  private String ask(String target, String... headers) throws IOException {
    try (Socket socket = connect(target, headers)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Socket connect(String target, String... headers) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String request = "GET " + target + " HTTP/1.1\r\n" + lines + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }
}
