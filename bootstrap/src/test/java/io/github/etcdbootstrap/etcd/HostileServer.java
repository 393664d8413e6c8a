package io.github.etcdbootstrap.etcd;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An HTTP server on the loopback that answers as told, however wrong, and notes requests. */
final class HostileServer implements AutoCloseable {
  /** Every request, in the order of their arrival. */
  final List<Request> requests = new CopyOnWriteArrayList<>();

  private final Map<String, List<Reply>> replies = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ServerSocket server;

  HostileServer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    inBackground(this::accept);
  }

  /** How a request is answered; the connection closes when it returns. */
  interface Reply {
    void to(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * What was asked.
   *
   * @param headers by their names in lower case
   */
  record Request(String method, String target, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Answers the requests for {@code target} with one after the other, then with the last. */
  URI on(String target, Reply... answers) {
    replies.put(target, List.of(answers));
    return at(target);
  }

  /** Forgets what it was asked. */
  void reset() {
    requests.clear();
    asked.clear();
  }

  URI at(String target) {
    return URI.create("http://127.0.0.1:" + port() + target);
  }

  int port() {
    return server.getLocalPort();
  }

  static Reply raw(String head, byte[] body) {
    return (request, out) -> {
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
    };
  }

  static Reply status(String status, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
    return raw("HTTP/1.1 " + status + "\n" + more + "Content-Length: 0\n", new byte[0]);
  }

  static Reply redirect(String location) {
    return status("302 Found", "Location: " + location);
  }

  /** All of {@code content}. */
  static Reply ok(byte[] content, String... headers) {
    return cut(content, content.length, headers);
  }

  /** Announces all of {@code content}, and breaks off after {@code count} bytes. */
  static Reply cut(byte[] content, int count, String... headers) {
    return claiming(content.length, Arrays.copyOf(content, count), headers);
  }

  static Reply claiming(long length, byte[] content, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
    return raw("HTTP/1.1 200 OK\n" + more + "Content-Length: " + length + "\n", content);
  }

  /** What is asked for of {@code content}, as it should be. */
  static Reply rest(byte[] content) {
    return (request, out) -> part(content, offset(request), content.length).to(request, out);
  }

  /** Announces the rest of {@code content} from {@code from} on, and sends it up to {@code to}. */
  static Reply part(byte[] content, int from, int to, String... headers) {
    String range = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
    String more = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
    String head = "HTTP/1.1 206 Partial Content\nContent-Range: " + range + "\n" + more;
    return raw(
        head + "Content-Length: " + (content.length - from) + "\n",
        Arrays.copyOfRange(content, from, to));
  }

  static int offset(Request request) {
    return Integer.parseInt(request.header("range").replaceAll("\\D", ""));
  }

  /** {@code first}, and then nothing. */
  Reply stalling(Reply first) {
    return (request, out) -> {
      first.to(request, out);
      out.flush();
      closed.await();
    };
  }

  /** What a proxy does that is asked to CONNECT to a place on the loopback. */
  Reply tunnel() {
    return (request, out) -> {
      String[] place = request.target().split(":");
      try (Socket there = new Socket(place[0], Integer.parseInt(place[1]))) {
        out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        Socket here = open.get(open.size() - 1);
        inBackground(() -> here.getInputStream().transferTo(there.getOutputStream()));
        there.getInputStream().transferTo(out);
      }
    };
  }

  /** One connection, answered thus whatever it asks. */
  static void serve(ServerSocket server, Reply reply) throws IOException, InterruptedException {
    try (Socket socket = server.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      reply.to(read(in), socket.getOutputStream());
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = server.accept();
      open.add(socket);
      inBackground(() -> serve(socket));
    }
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      Request request = read(in);
      requests.add(request);
      List<Reply> all = replies.getOrDefault(request.target(), List.of(status("404 Not Found")));
      int turn = asked.merge(request.target(), 1, Integer::sum);
      all.get(Math.min(turn, all.size()) - 1).to(request, socket.getOutputStream());
    }
  }

  private static Request read(BufferedReader in) throws IOException {
    String[] asked = String.valueOf(in.readLine()).split(" ");
    Map<String, String> headers = new TreeMap<>();
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
      line = in.readLine();
    }
    return new Request(asked[0], asked.length > 1 ? asked[1] : "", headers);
  }

  static void inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // The client hung up, or the test is over.
                Thread.yield();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  interface Work {
    void run() throws IOException, InterruptedException;
  }
}
