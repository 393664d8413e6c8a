package io.github.etcdbootstrap.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an HTTP server sends of a tarball, as far as it announced it. */
final class Answer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  private static final String ETAG = "ETag";
  private static final String LAST_MODIFIED = "Last-Modified";
  private static final int BUFFER = 1 << 16;

  private final Line line;
  private final HttpURLConnection connection;
  private final Limits limits;
  private final InputStream body;
  private final long length;
  private final byte[] buffer = new byte[BUFFER];
  private long came;
  private long windowStart = System.nanoTime();
  private long cameBeforeWindow;

  Answer(Line line, Limits limits) throws IOException {
    this.line = line;
    this.connection = line.connection();
    this.limits = limits;
    this.length = connection.getContentLengthLong();
    this.body = hasBody() ? connection.getInputStream() : InputStream.nullInputStream();
  }

  private boolean hasBody() throws IOException {
    return connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST;
  }

  /** The announced length of what comes, or less than 0. */
  long length() {
    return length;
  }

  boolean isWhole() throws IOException {
    return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
  }

  boolean isPart() throws IOException {
    return connection.getResponseCode() == HttpURLConnection.HTTP_PARTIAL;
  }

  boolean isPage() {
    String type = String.valueOf(connection.getContentType());
    return type.toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  /** What names these very bytes, so that more of the same may be asked for. */
  Optional<String> validator() {
    String tag = connection.getHeaderField(ETAG);
    boolean strong = tag != null && tag.startsWith("\"");
    return Optional.ofNullable(strong ? tag : connection.getHeaderField(LAST_MODIFIED));
  }

  /** Whether this is of the bytes that {@code validator} names, as far as the server says it. */
  boolean isOf(String validator) {
    String named = connection.getHeaderField(validator.startsWith("\"") ? ETAG : LAST_MODIFIED);
    return named == null || named.equals(validator);
  }

  /** Throws unless this is the rest, from {@code offset} on, of {@code total} bytes. */
  void requireRest(long offset, long total) throws Refused {
    String range = String.valueOf(connection.getHeaderField("Content-Range"));
    Matcher parts = RANGE.matcher(range);
    boolean isRest = parts.matches() && parts.group(1).equals(Long.toString(offset));
    boolean ofTotal =
        isRest
            && (total < 0
                || parts.group(2).equals("*")
                || parts.group(2).equals(Long.toString(total)));
    if (!ofTotal) {
      throw new Refused("asked for the bytes from " + offset + " on, answers with " + range);
    }
  }

  /** As a stream reads; the end may come too early. */
  int read(byte[] into, int offset, int most) throws IOException {
    int wanted = (int) Math.min(Math.min(most, BUFFER), length < 0 ? most : length - came);
    if (wanted == 0 && most > 0) {
      return -1;
    }
    // Not into the caller's, which he may use again when this read is given up, and goes on.
    int count = line.within(limits.dragged(), () -> body.read(buffer, 0, wanted));
    if (count > 0) {
      System.arraycopy(buffer, 0, into, offset, count);
      came += count;
    }
    requirePace();
    return count;
  }

  private void requirePace() throws SocketTimeoutException {
    long now = System.nanoTime();
    if (now - windowStart > limits.window().toNanos()) {
      if (came - cameBeforeWindow < limits.least()) {
        throw new SocketTimeoutException("too slow");
      }
      windowStart = now;
      cameBeforeWindow = came;
    }
  }

  boolean isCutShort() {
    return came < length;
  }

  int available() throws IOException {
    return body.available();
  }

  @Override
  public void close() {
    line.close();
  }
}
