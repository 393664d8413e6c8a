package io.github.etcdbootstrap.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.exec.ExecuteStreamHandler;

/**
 * Gathers what a command says until the command itself ends: a daemon that it leaves behind may
 * hold the pipes open for ever, so nothing here waits for their end.
 */
final class CommandOutput implements ExecuteStreamHandler {
  private static final int LIMIT = 64 << 10;
  private static final int PAUSE_MILLIS = 5;

  private final Gathered out = new Gathered();
  private final Gathered err = new Gathered();
  private final Thread pump = new Thread(this::pump, "command output");
  private volatile boolean ended;

  @Override
  public void setProcessInputStream(OutputStream stdin) throws IOException {
    stdin.close();
  }

  @Override
  public void setProcessOutputStream(InputStream stdout) {
    out.from = stdout;
  }

  @Override
  public void setProcessErrorStream(InputStream stderr) {
    err.from = stderr;
  }

  @Override
  public void start() {
    pump.setDaemon(true);
    pump.start();
  }

  @Override
  public void stop() {
    ended = true;
    try {
      pump.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String out() {
    return out.text();
  }

  String err() {
    return err.text();
  }

  /** Asks what is there rather than reading: a read would wait for the pipe's last holder. */
  private void pump() {
    try {
      boolean last;
      do {
        last = ended;
        boolean some = out.take() | err.take();
        if (!some && !last) {
          Thread.sleep(PAUSE_MILLIS);
        }
      } while (!last);
    } catch (IOException e) {
      // The command has closed them: what came until then is what it said.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Gathered {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[8 << 10];
    private InputStream from;

    /** All that is there now, bounded, so that a daemon that keeps talking is not listened to. */
    boolean take() throws IOException {
      int taken = 0;
      int available;
      while (taken < LIMIT && (available = from.available()) > 0) {
        int read = from.read(chunk, 0, Math.min(chunk.length, available));
        if (read <= 0) {
          break;
        }
        taken += read;
        bytes.write(chunk, 0, Math.min(read, LIMIT - bytes.size()));
      }
      return taken > 0;
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8).strip();
    }
  }
}
