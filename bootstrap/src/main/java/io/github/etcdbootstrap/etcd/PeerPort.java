package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Member;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;

/** What answers on a member's port 2380, over HTTP/1.1: etcd closes on anything newer there. */
final class PeerPort {
  static final int NUMBER = 2380;
  private static final int LARGEST = 1 << 20;

  static {
    LateSockets.becomeDefault();
  }

  private final BoundSockets sockets;
  private final int millis;

  /**
   * @param patience until a connection is there, and again each time that nothing comes
   */
  PeerPort(BoundSockets sockets, Duration patience) {
    this.sockets = sockets;
    this.millis = (int) patience.toMillis();
  }

  /**
   * A page.
   *
   * @param clusterId the page's X-Etcd-Cluster-Id; null without one
   * @param date the page's Date; 0 without one
   * @param body nothing unless the code is 200
   */
  record Page(int code, String clusterId, long date, String body) {
    boolean isOk() {
      return code == HttpURLConnection.HTTP_OK;
    }
  }

  Page get(Member peer, String path) throws IOException {
    URI page = URI.create("https://" + peer.address().inUrl() + ":" + NUMBER + path);
    HttpsURLConnection connection =
        (HttpsURLConnection) page.toURL().openConnection(Proxy.NO_PROXY);
    connection.setSSLSocketFactory(sockets);
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    // A kept connection would die with the peer and be taken for an answer of it.
    connection.setRequestProperty("Connection", "close");
    try {
      int code = connection.getResponseCode();
      String body = code == HttpURLConnection.HTTP_OK ? body(connection) : "";
      return new Page(
          code, connection.getHeaderField("X-Etcd-Cluster-Id"), connection.getDate(), body);
    } catch (RuntimeException e) {
      // The JDK wraps what our own sockets throw: a seed that is gone is no bug.
      throw e.getCause() instanceof RuntimeException ours ? ours : e;
    } finally {
      connection.disconnect();
    }
  }

  private static String body(HttpsURLConnection connection) throws IOException {
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("its page is larger than 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
