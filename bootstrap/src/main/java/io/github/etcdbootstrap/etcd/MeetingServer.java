package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Serves one page to whoever has a certificate of the cluster's. Nobody can hold it up: connections
 * are few, each ends after a while, and all end with it.
 */
final class MeetingServer implements AutoCloseable {
  static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_AT_ONCE = 16;
  private static final int LARGEST_HEAD = 8 << 10;
  private static final String END = "\r\n\r\n";

  private final SSLContext context;
  private final Supplier<String> page;
  private final ServerSocket server;
  private final Thread accepting;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService answering =
      new ThreadPoolExecutor(
          0, MOST_AT_ONCE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), AtOnce::daemon);
  private final ScheduledExecutorService ending =
      Executors.newSingleThreadScheduledExecutor(AtOnce::daemon);

  /**
   * Listens from now on.
   *
   * @throws HostFailure if the port cannot be had
   */
  MeetingServer(InetSocketAddress at, SSLContext context, Supplier<String> page) {
    this.context = context;
    this.page = page;
    this.server = listen(at);
    this.accepting = AtOnce.daemon(this::accept);
    accepting.start();
  }

  private static ServerSocket listen(InetSocketAddress at) {
    String place = new IpAddress(at.getAddress().getHostAddress()).inUrl() + ":" + at.getPort();
    try {
      ServerSocket server = new ServerSocket();
      try {
        server.setReuseAddress(true);
        server.bind(at);
        return server;
      } catch (IOException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new HostFailure(
          place
              + ", where the other founders ask for this host, cannot be opened: "
              + Source.words(e),
          "find out with `netstat -ltnp` what listens there, stop it, then run again",
          e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        take(server.accept());
      } catch (IOException e) {
        // One that ended before it was taken, or our own end.
      }
    }
  }

  private void take(Socket socket) {
    open.add(socket);
    try {
      answering.execute(() -> serve(socket));
      ending.schedule(() -> end(socket), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      end(socket);
    }
  }

  private void serve(Socket socket) {
    try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true)) {
      tls.setTcpNoDelay(true);
      tls.setNeedClientAuth(true);
      tls.setSoTimeout((int) LONGEST.toMillis());
      tls.startHandshake();
      tls.getOutputStream().write(answer(firstLine(tls.getInputStream())));
    } catch (IOException e) {
      // Whoever asks asks again; who is no founder is told nothing.
    } finally {
      end(socket);
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (head.size() < LARGEST_HEAD) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ends in the middle");
      }
      head.write(next);
      if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith(END)) {
        return head.toString(StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
      }
    }
    throw new IOException("its head is too long");
  }

  private byte[] answer(String request) {
    boolean known = request.matches("GET " + MeetingPage.PATH + " HTTP/1\\.[01]");
    String body = known ? page.get() : "";
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String head =
        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close"
            .formatted(known ? "200 OK" : "404 Not Found", length);
    return (head + END + body).getBytes(StandardCharsets.UTF_8);
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use.
    }
  }

  /** The port is free for etcd when this returns. */
  @Override
  public void close() {
    try {
      server.close();
      // While a thread accepts, the kernel still listens.
      accepting.join(LONGEST.toMillis());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.forEach(this::end);
      answering.shutdownNow();
      ending.shutdownNow();
    }
  }
}
