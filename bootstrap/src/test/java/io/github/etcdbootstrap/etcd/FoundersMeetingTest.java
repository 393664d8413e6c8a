package io.github.etcdbootstrap.etcd;

import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.ABSENT;
import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.KNOWS_US;
import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.MET;
import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.STARTED;
import static io.github.etcdbootstrap.plan.Cluster.Meeting.Presence.UNSTARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.plan.Cluster.Meeting;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundersMeetingTest {
  private static final Loopback HOSTS = new Loopback(11, 3);
  private static final Birth BIRTH = HOSTS.birth("test-1");

  @TempDir static Path temp;
  private static TestCertificates certificates;
  private static TestCertificates strangers;

  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void issue() throws IOException, InterruptedException {
    certificates = TestCertificates.make(temp.resolve("own"), HOSTS.addresses());
    strangers = TestCertificates.make(temp.resolve("strangers"), HOSTS.addresses());
    firstHandshakes();
  }

  /** On a busy machine a JVM's first may take longer than founders wait. */
  private static void firstHandshakes() {
    try (Meeting first = cluster(1, certificates).meet(BIRTH);
        Meeting second = cluster(2, certificates).meet(BIRTH)) {
      first.others();
      second.others();
    }
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void threeSeeEachOtherAndWhoSaysMet() throws Exception {
    Meeting first = meet(1);
    assertThat(first.others()).containsExactly(ABSENT, ABSENT);

    Meeting second = meet(2);
    Meeting third = meet(3);
    assertThat(first.others()).containsExactly(UNSTARTED, UNSTARTED);

    third.sayMet();
    assertThat(first.others()).containsExactly(UNSTARTED, MET);
    assertThat(second.others()).containsExactly(UNSTARTED, MET);
    assertThat(third.others()).containsExactly(UNSTARTED, UNSTARTED);

    second.close();
    assertThat(first.others()).containsExactly(ABSENT, MET);
  }

  @Test
  void aFounderOfAnotherBirthIsAbsent() throws Exception {
    Meeting first = meet(1);
    meeting(2, HOSTS.birth("test-2"), certificates);

    assertThat(first.others()).containsExactly(ABSENT, ABSENT);
  }

  /** Behind the address of m2 somebody says that he is m3: two hosts have changed addresses. */
  @Test
  void whoAnswersWithAnothersNameIsAbsent() throws Exception {
    Meeting first = meet(1);
    serve(2, exchange -> MeetingPage.of("m3", BIRTH.token(), false).toJson(), MeetingPage.PATH, "");

    assertThat(first.others()).containsExactly(ABSENT, ABSENT);
  }

  @Test
  void garbageIsAbsent() throws Exception {
    Meeting first = meet(1);
    serve(2, path -> "{\"name\":\"m2\",\"token\":[[[", MeetingPage.PATH, "");
    serve(
        3,
        path -> MeetingPage.of("m3", BIRTH.token(), true).toJson() + "x".repeat(1 << 21),
        "/",
        "");

    assertThat(first.others()).containsExactly(ABSENT, ABSENT);
  }

  @Test
  void aStrangersCertificateIsNotTrusted() throws Exception {
    Meeting first = meet(1);
    Meeting strange = meeting(2, BIRTH, strangers);

    assertThat(first.others()).containsExactly(ABSENT, ABSENT);
    assertThat(strange.others()).containsExactly(ABSENT, ABSENT);
  }

  @Test
  void nobodyIsToldAnythingWithoutACertificate() throws Exception {
    meet(2);
    SSLContext nameless = SSLContext.getInstance("TLS");
    nameless.init(null, new TrustManager[] {certificates.identity().trust()}, null);

    assertThatThrownBy(() -> ask(nameless, request(MeetingPage.PATH)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ask(strangers.context(), request(MeetingPage.PATH)))
        .isInstanceOf(IOException.class);
    assertThat(ask(certificates.context(), request(MeetingPage.PATH)))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\"name\": \"m2\"", "\"token\": \"test-1\"", "\"state\": \"unstarted\"");
  }

  @Test
  void anythingElseIsNotFound() throws Exception {
    meet(2);

    for (String path : List.of("/", "/members", MeetingPage.PATH + "/x", "/health")) {
      assertThat(ask(certificates.context(), request(path)))
          .isEqualTo(
              "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 0\r\nConnection: close\r\n\r\n");
    }
    assertThat(ask(certificates.context(), "POST " + MeetingPage.PATH + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void aHeadThatIsTooLongIsNotReadToItsEnd() throws Exception {
    meet(2);
    String tooLong = "GET / HTTP/1.1\r\n" + "x: y\r\n".repeat(2_000) + "\r\n";

    assertThatThrownBy(() -> assertThat(ask(certificates.context(), tooLong)).isNotEmpty())
        .isInstanceOfAny(IOException.class, AssertionError.class);
  }

  /** Who connects and says nothing keeps nobody else out, and not the port. */
  @Test
  void aSlowClientHoldsNobodyUp() throws Exception {
    Meeting first = meet(1);
    Meeting second = meet(2);
    Socket silent = new Socket();
    open.add(silent);
    silent.connect(port(2));

    assertThat(first.others()).containsExactly(UNSTARTED, ABSENT);
    second.close();
    assertThat(end(silent)).isEqualTo(-1);
  }

  @Test
  void moreThanItServesAtOnceAreTurnedAwayAndNobodyStaysForEver() throws Exception {
    Meeting first = meet(1);
    meet(2);
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Socket one = new Socket();
      open.add(one);
      silent.add(one);
      one.setSoTimeout(30_000);
      one.connect(port(2));
    }

    assertThat(end(silent.get(49))).isEqualTo(-1);
    silent.get(0).setSoTimeout(1);
    assertThatThrownBy(() -> silent.get(0).getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    silent.get(0).setSoTimeout(30_000);
    silent.forEach(s -> assertThat(end(s)).isEqualTo(-1));
    assertThat(first.others()).containsExactly(UNSTARTED, ABSENT);
  }

  /** etcd listens on the same port right afterwards, connections or not. */
  @Test
  void closedItsPortIsFree() throws Exception {
    Meeting first = meet(1);
    Meeting second = meet(2);
    first.others();
    try (Socket silent = new Socket()) {
      silent.connect(port(2));
      second.close();
      second.close();

      try (ServerSocket etcd = new ServerSocket()) {
        etcd.bind(port(2));
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(port(2));

      assertThatThrownBy(() -> meet(2))
          .isInstanceOf(HostFailure.class)
          .hasMessage(
              HOSTS.members.get(1).address()
                  + ":2380, where the other founders ask for this host, cannot be opened: Address"
                  + " already in use");
    }
  }

  @Test
  void anEtcdOfThisBirthHasStarted() throws Exception {
    Meeting first = meet(1);
    serve(2, path -> members(BIRTH, 2), "/members", BIRTH.clusterId().toString());
    serve(3, path -> "null\n", "/members", BIRTH.clusterId().toString());

    assertThat(first.others()).containsExactly(STARTED, STARTED);
  }

  @Test
  void anEtcdOfAnotherClusterHasNot() throws Exception {
    Meeting first = meet(1);
    Birth other = HOSTS.birth("test-2");
    serve(2, path -> members(BIRTH, 2), "/members", other.clusterId().toString());
    serve(3, path -> members(BIRTH, 2), "/members", "no ID");

    assertThat(first.others()).containsExactly(ABSENT, ABSENT);
  }

  /** To start without data here would be amnesia. */
  @Test
  void anEtcdThatSawThisHostRunIsNoGroundToStart() throws Exception {
    Meeting first = meet(1);
    serve(2, path -> members(BIRTH, 1), "/members", BIRTH.clusterId().toString());
    String withoutUs = "[" + member(BIRTH.founders().get(1), true) + "]";
    serve(3, path -> withoutUs, "/members", BIRTH.clusterId().toString());

    assertThat(first.others()).containsExactly(KNOWS_US, KNOWS_US);
  }

  @Test
  void aFounderThatIsNoMemberAnyMoreIsAbsent() throws Exception {
    Birth four = new Loopback(11, 4).birth("test-1");

    assertThat(meeting(1, four, certificates).others()).containsExactly(ABSENT, ABSENT, ABSENT);
  }

  private Meeting meet(int number) {
    return meeting(number, BIRTH, certificates);
  }

  private Meeting meeting(int number, Birth birth, TestCertificates with) {
    Meeting meeting = cluster(number, with).meet(birth);
    open.add(meeting);
    return meeting;
  }

  private static JetcdCluster cluster(int number, TestCertificates with) {
    return new JetcdCluster(HOSTS.config(number), with::identity, with::identity);
  }

  private interface Page {
    String of(String path);
  }

  /** An etcd's port, faked: one page, and 404 for all others. */
  private void serve(int number, Page page, String path, String cluster) throws Exception {
    HttpsServer server = HttpsServer.create(port(number), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificates.context()));
    server.createContext(
        path,
        exchange -> {
          byte[] body = page.of(path).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-Etcd-Cluster-Id", cluster);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
  }

  private static String members(Birth birth, int published) {
    Founder ran = birth.founders().get(published - 1);
    return birth.founders().stream()
        .map(f -> member(f, f.equals(ran)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String member(Founder founder, boolean published) {
    return "{\"id\":%s,\"peerURLs\":[\"%s\"],\"name\":\"%s\"%s}"
        .formatted(
            Long.toUnsignedString(founder.id().value()),
            founder.peerUrl(),
            founder.name(),
            published ? ",\"clientURLs\":[\"https://x:2379\"]" : "");
  }

  private static InetSocketAddress port(int number) {
    Member member = HOSTS.members.get(number - 1);
    return new InetSocketAddress(member.address().inet(), 2380);
  }

  private static String request(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: m2\r\n\r\n";
  }

  private static String ask(SSLContext context, String request)
      throws IOException, GeneralSecurityException {
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
      socket.setSoTimeout(30_000);
      socket.connect(port(2));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Waits for the end of a connection: {@code -1}, whatever alert TLS says before it. */
  private static int end(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      int last = in.read();
      while (last >= 0) {
        last = in.read();
      }
      return last;
    } catch (SocketException e) {
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
