package io.github.etcdbootstrap.etcd;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;

/**
 * An opened place that a tarball comes from.
 *
 * @param bytes its size, where the place says so
 */
record Source(InputStream stream, OptionalLong bytes) implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 30_000;
  private static final int MOST_REDIRECTS = 10;

  static Source open(URI uri) throws IOException {
    URI place = uri;
    // Java follows no redirect from http to https, so this does.
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      URLConnection connection = connect(place);
      URI next = redirect(place, connection);
      if (next == null) {
        return of(connection);
      }
      place = next;
    }
    throw new IOException("redirects more than " + MOST_REDIRECTS + " times");
  }

  private static URLConnection connect(URI uri) throws IOException {
    String scheme = String.valueOf(uri.getScheme());
    boolean remoteFile = scheme.equals("file") && uri.getHost() != null;
    if (!scheme.matches("file|https?") || remoteFile) {
      throw new IOException("is no file:///, http:// or https:// place: " + uri);
    }
    URLConnection connection = uri.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setUseCaches(false);
    if (connection instanceof HttpURLConnection http) {
      http.setInstanceFollowRedirects(false);
    }
    connection.connect();
    return connection;
  }

  private static URI redirect(URI from, URLConnection connection) throws IOException {
    if (!(connection instanceof HttpURLConnection http)) {
      return null;
    }
    int code = http.getResponseCode();
    if (code == HttpURLConnection.HTTP_OK) {
      return null;
    }
    String location = http.getHeaderField("Location");
    http.disconnect();
    if (code / 100 != 3 || location == null) {
      String message = http.getResponseMessage();
      throw new IOException("answers " + code + (message == null ? "" : " " + message));
    }
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("redirects to nowhere: " + location, e);
    }
  }

  private static Source of(URLConnection connection) throws IOException {
    long length = connection.getContentLengthLong();
    return new Source(
        connection.getInputStream(), length < 0 ? OptionalLong.empty() : OptionalLong.of(length));
  }

  /** What {@code failure} means, for a person. */
  static String words(IOException failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failure instanceof UnknownHostException) {
      return "the name " + message.replaceAll(":.*", "") + " does not resolve";
    } else if (failure instanceof SocketTimeoutException) {
      return "nothing came in time";
    } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return "no connection: " + message;
    } else if (failure instanceof SSLException) {
      return "TLS: " + message;
    }
    return failure instanceof FileNotFoundException ? "cannot be read: " + message : message;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
