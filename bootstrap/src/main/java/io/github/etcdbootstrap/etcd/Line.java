package io.github.etcdbootstrap.etcd;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A connection with a thread of its own: a time-out of the socket begins anew with every byte, so
 * what a server drags out for ever is left to that thread.
 */
final class Line implements AutoCloseable {
  private final HttpURLConnection connection;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(AtOnce::daemon);
  private boolean left;

  Line(HttpURLConnection connection) {
    this.connection = connection;
  }

  HttpURLConnection connection() {
    return connection;
  }

  /**
   * What {@code work} gives.
   *
   * @throws SocketTimeoutException if it is not done within {@code longest}; it may never be
   */
  <T> T within(Duration longest, Callable<T> work) throws IOException {
    try {
      return thread.submit(work).get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unwrapped(e.getCause());
    } catch (TimeoutException e) {
      left = true;
      throw new SocketTimeoutException("too slow");
    } catch (InterruptedException e) {
      left = true;
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static IOException unwrapped(Throwable failure) {
    if (failure instanceof IOException io) {
      return io;
    }
    throw failure instanceof RuntimeException bug ? bug : new IllegalStateException(failure);
  }

  /** Drops the connection: what else it would send is not waited for. */
  @Override
  public void close() {
    if (left) {
      // Closing waits for a read that is under way.
      AtOnce.daemon(connection::disconnect).start();
    } else {
      connection.disconnect();
    }
    thread.shutdownNow();
  }
}
