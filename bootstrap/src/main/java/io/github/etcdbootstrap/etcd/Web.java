package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.text.Shown;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;

/** Asks HTTP servers for a tarball, and goes where they send it. */
final class Web {
  private static final int MOST_REDIRECTS = 10;
  private static final int HTTP_PROXY_PORT = 80;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** Request time-out, too early, too many requests: of the client's errors, those that pass. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final Proxies proxies;
  private final Limits limits;

  Web(Proxies proxies, Limits limits) {
    this.proxies = proxies;
    this.limits = limits;
  }

  Answer get(URI uri) throws IOException {
    return follow(uri, "", "");
  }

  /**
   * The bytes from {@code offset} on, if they are still those that {@code validator} names, else
   * all of them; or neither, if the server has none there.
   */
  Answer getRest(URI uri, long offset, String validator) throws IOException {
    return follow(uri, "bytes=" + offset + "-", validator);
  }

  // Java follows no redirect from http to https, so this does.
  private Answer follow(URI uri, String range, String validator) throws IOException {
    URI place = uri;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      Line line = ask(place, range, validator);
      HttpURLConnection connection = line.connection();
      String location = connection.getHeaderField("Location");
      if (connection.getResponseCode() / 100 != 3 || location == null) {
        return answer(line, !range.isEmpty());
      }
      line.close();
      place = next(place, location);
    }
    throw new Refused("redirects more than " + MOST_REDIRECTS + " times");
  }

  static URI next(URI from, String location) throws Refused {
    try {
      URI next = from.resolve(location);
      if ("https".equals(from.getScheme()) && "http".equals(next.getScheme())) {
        throw new Refused("redirects from https to http: " + Shown.place(location));
      }
      if (String.valueOf(next.getScheme()).matches("https?") && next.getRawAuthority() != null) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      throw new Refused("redirects to nowhere: " + Shown.place(location), e);
    }
    throw new Refused("redirects to nowhere: " + Shown.place(location));
  }

  private Line ask(URI uri, String range, String validator) throws IOException {
    URL url = uri.toURL();
    if (url.getHost().isEmpty()) {
      throw new Refused("names no host");
    }
    Optional<URI> proxy = proxies.to(url);
    try {
      HttpURLConnection connection = open(url, proxy);
      if (!range.isEmpty()) {
        connection.setRequestProperty("Range", range);
        connection.setRequestProperty("If-Range", validator);
      }
      return asked(new Line(connection));
    } catch (IllegalArgumentException e) {
      throw new Refused("cannot be asked for: " + e.getMessage(), e);
    } catch (SSLHandshakeException e) {
      throw new Refused(through(proxy, e), e);
    } catch (IOException e) {
      throw proxy.isEmpty() ? e : new IOException(through(proxy, e), e);
    }
  }

  private Line asked(Line line) throws IOException {
    try {
      line.within(
          limits.head(),
          () -> {
            line.connection().connect();
            return line.connection().getResponseCode();
          });
      return line;
    } catch (IOException | RuntimeException e) {
      line.close();
      throw e;
    }
  }

  private static String through(Optional<URI> proxy, IOException failure) {
    String by = proxy.map(p -> ", through the proxy " + p.getHost() + ":" + port(p)).orElse("");
    return Source.words(failure) + by;
  }

  private HttpURLConnection open(URL url, Optional<URI> proxy) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            (proxy.isEmpty() ? url.openConnection() : url.openConnection(of(proxy.get())));
    connection.setConnectTimeout((int) limits.connect().toMillis());
    connection.setReadTimeout((int) limits.stall().toMillis());
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "*/*");
    connection.setRequestProperty("Connection", "close");
    String account = proxy.map(URI::getUserInfo).orElse(null);
    if (account != null) {
      byte[] bytes = account.getBytes(StandardCharsets.UTF_8);
      String basic = "Basic " + Base64.getEncoder().encodeToString(bytes);
      connection.setRequestProperty("Proxy-Authorization", basic);
    }
    return connection;
  }

  private static Proxy of(URI proxy) {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy)));
  }

  private static int port(URI proxy) {
    return proxy.getPort() < 0 ? HTTP_PROXY_PORT : proxy.getPort();
  }

  private Answer answer(Line line, boolean ranged) throws IOException {
    HttpURLConnection connection = line.connection();
    int code = connection.getResponseCode();
    boolean rest =
        ranged && (code == HttpURLConnection.HTTP_PARTIAL || code == RANGE_NOT_SATISFIABLE);
    if (code == HttpURLConnection.HTTP_OK || rest) {
      return new Answer(line, limits);
    }
    String message = connection.getResponseMessage();
    line.close();
    if (code < 0) {
      throw new IOException("does not answer in HTTP");
    }
    String why = "answers " + code + (message == null ? "" : " " + Shown.text(message));
    throw code >= 500 || PASSING.contains(code) ? new IOException(why) : new Refused(why);
  }
}
