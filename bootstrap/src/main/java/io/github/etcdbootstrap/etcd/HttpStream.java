package io.github.etcdbootstrap.etcd;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** A tarball as it comes by HTTP: where the stream breaks, the rest of the same bytes is got. */
final class HttpStream extends InputStream {
  private final URI uri;
  private final Web web;
  private final Attempts attempts;
  private final long total;
  private final Optional<String> validator;
  private Answer answer;
  private long offset;
  private IOException failure;

  private HttpStream(URI uri, Web web, Attempts attempts, Answer first) {
    this.uri = uri;
    this.web = web;
    this.attempts = attempts;
    this.answer = first;
    this.total = first.length();
    this.validator = first.validator();
  }

  /** Opens {@code uri}, whose first {@code answer} may already be there. */
  static HttpStream open(URI uri, Web web, Attempts attempts, Optional<Answer> answer)
      throws IOException {
    return new HttpStream(
        uri, web, attempts, answer.isPresent() ? answer.get() : ask(attempts, () -> web.get(uri)));
  }

  /** How long the tarball is said to be, or less than 0. */
  long total() {
    return total;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int at, int most) throws IOException {
    // Again and again the same: GZIPInputStream swallows what goes wrong behind its trailer.
    if (failure != null) {
      throw failure;
    }
    try {
      return readOn(buffer, at, most);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private int readOn(byte[] buffer, int at, int most) throws IOException {
    while (true) {
      try {
        int count = answer.read(buffer, at, most);
        if (count > 0 && offset == 0) {
          requireNoPage(buffer[at]);
        }
        if (count < 0 && isCutShort()) {
          throw new EOFException("breaks off after " + offset + " of " + total + " bytes");
        }
        offset += Math.max(count, 0);
        attempts.reached(offset);
        return count;
      } catch (IOException e) {
        attempts.again(e);
        resume();
      }
    }
  }

  private boolean isCutShort() {
    return answer.isCutShort() || offset < total;
  }

  private void requireNoPage(byte first) throws Refused {
    boolean gzip = first == 0x1f;
    if (!gzip && (answer.isPage() || first == '<')) {
      throw new Refused("answers an HTML page");
    }
  }

  private void resume() throws IOException {
    answer.close();
    if (offset > 0 && validator.isEmpty()) {
      throw new StartOver(Optional.empty());
    }
    Answer next = ask(attempts, this::more);
    if (next.isWhole() && offset > 0) {
      throw new StartOver(Optional.of(next));
    }
    answer = next;
    // Not every server heeds If-Range: the rest of another file would be a wrong sum at the end.
    if (offset > 0 && !(next.isPart() && next.isOf(validator.orElseThrow()))) {
      throw new StartOver(Optional.empty());
    }
    if (offset > 0) {
      next.requireRest(offset, total);
    }
  }

  private Answer more() throws IOException {
    return offset == 0 ? web.get(uri) : web.getRest(uri, offset, validator.orElseThrow());
  }

  private static Answer ask(Attempts attempts, Question question) throws IOException {
    while (true) {
      try {
        return question.ask();
      } catch (IOException e) {
        attempts.again(e);
      }
    }
  }

  @Override
  public int available() throws IOException {
    return failure == null ? answer.available() : 0;
  }

  @Override
  public void close() {
    answer.close();
  }

  /** A request that may fail. */
  private interface Question {
    Answer ask() throws IOException;
  }
}
