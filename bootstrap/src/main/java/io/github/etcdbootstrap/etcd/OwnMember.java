package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.text.Json;
import io.github.etcdbootstrap.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the own member on its metrics page how and who it is: without TLS, and without a quorum too.
 */
final class OwnMember {
  private static final int MILLIS = 2_000;
  private static final int LARGEST = 1 << 20;

  /** etcd's server/etcdserver/metrics.go. */
  private static final Pattern ID =
      Pattern.compile("^etcd_server_id\\{server_id=\"([0-9a-f]{1,16})\"} 1$", Pattern.MULTILINE);

  private final URI metrics;

  OwnMember(URI metrics) {
    this.metrics = metrics;
  }

  OwnHealth health() {
    try {
      Answer answer = ask("/health");
      Health health = read(answer.code(), answer.body());
      return new OwnHealth(true, health.healthy(), health.reason());
    } catch (ConnectException e) {
      return OwnHealth.SILENT;
    } catch (IOException e) {
      String why = Source.words(e);
      boolean noConnection = e instanceof SocketException && why.contains("unreachable");
      return noConnection
          ? OwnHealth.SILENT
          : new OwnHealth(true, false, "its metrics page: " + why);
    }
  }

  Optional<EtcdId> id() {
    try {
      Matcher matcher = ID.matcher(ask("/metrics").body());
      return matcher.find() ? Optional.of(EtcdId.parse(matcher.group(1))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private record Health(boolean healthy, String reason) {}

  private record Answer(int code, String body) {}

  private Answer ask(String path) throws IOException {
    HttpURLConnection page = open(path);
    try {
      int code = page.getResponseCode();
      try (InputStream in = code < 400 ? page.getInputStream() : page.getErrorStream()) {
        byte[] body = in == null ? new byte[0] : in.readNBytes(LARGEST);
        return new Answer(code, new String(body, StandardCharsets.UTF_8));
      }
    } finally {
      page.disconnect();
    }
  }

  private static Health read(int code, String body) throws IOException {
    try {
      Map<String, String> page = Json.readFlat("/health", body);
      String health = Objects.requireNonNull(page.get("health"));
      boolean healthy = code == HttpURLConnection.HTTP_OK && health.equals("true");
      String words = Shown.text(page.getOrDefault("reason", ""));
      return new Health(healthy, healthy || !words.isEmpty() ? words : "it says " + code);
    } catch (RuntimeException e) {
      throw new IOException("answers " + code + ", but not as etcd does", e);
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) metrics.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(MILLIS);
    connection.setReadTimeout(MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    return connection;
  }
}
