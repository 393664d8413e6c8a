package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.text.Shown;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;

/**
 * An opened place that a tarball comes from.
 *
 * @param bytes its size, where the place says so
 */
record Source(InputStream stream, OptionalLong bytes) implements AutoCloseable {
  private static final int LONGEST = 300;

  /** Opens {@code uri}; the first {@code answer} of a web server may already be there. */
  static Source open(URI uri, Web web, Attempts attempts, Optional<Answer> answer)
      throws IOException {
    String scheme = String.valueOf(uri.getScheme());
    if (scheme.matches("https?")) {
      HttpStream stream = HttpStream.open(uri, web, attempts, answer);
      return new Source(stream, size(stream.total()));
    }
    if (!scheme.equals("file") || uri.getHost() != null) {
      throw new IOException(
          "is not a file:///, http:// or https:// place: " + Shown.place(uri.toString()));
    }
    URLConnection file = uri.toURL().openConnection();
    return new Source(file.getInputStream(), size(file.getContentLengthLong()));
  }

  private static OptionalLong size(long length) {
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** {@code uri} without the account and password that it may have. */
  static URI shown(URI uri) {
    return URI.create(uri.toString().replaceFirst("//[^/]*@", "//"));
  }

  /** What {@code failure} means, for a person. */
  static String words(IOException failure) {
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String message = Shown.text(said, LONGEST);
    if (failure instanceof UnknownHostException) {
      return "the name " + message.replaceAll(":.*", "") + " does not resolve";
    } else if (failure instanceof SocketTimeoutException) {
      return message.startsWith("too slow") ? "it is " + message : "nothing came in time";
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
