package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Sha256;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sums files on a second processor while the first unpacks them: a Pi has four, and without SHA
 * instructions the sums take as long as the unpacking.
 */
final class BackgroundDigest implements AutoCloseable {
  private static final int BUFFERS = 16;
  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest = Sha256.digest();
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  BackgroundDigest() {
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new byte[BUFFER]);
    }
  }

  /** A buffer to fill; it goes back by {@link #add}. */
  byte[] buffer() throws InterruptedIOException {
    try {
      return free.take();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  void add(byte[] buffer, int count) {
    thread.execute(
        () -> {
          digest.update(buffer, 0, count);
          free.add(buffer);
        });
  }

  /** The sum of all that was added since the last one. */
  Sha256 finish() throws InterruptedIOException {
    try {
      return thread.submit(() -> Sha256.finish(digest)).get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
