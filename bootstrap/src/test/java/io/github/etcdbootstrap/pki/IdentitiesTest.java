package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.TlsIdentity;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {
  private static final Instant NOW = Instant.now();
  private static final TestAuthority CA = authority("test CA");

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void shakesHandsBothWays(String protocol) throws Exception {
    TlsIdentity server = identity(CA, request(CA).hosts("127.0.0.1").issue());
    TlsIdentity client = identity(CA, request(CA).name("client").issue());
    assertThat(connect(server, client, protocol)).isEqualTo("CN=client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void shakesHandsWithRsa(String protocol) throws Exception {
    TestAuthority.Issued rsa =
        CA.request(TestAuthority.rsaKey())
            .valid(NOW.minusSeconds(60), NOW.plusSeconds(60))
            .hosts("127.0.0.1")
            .name("rsa")
            .issue();
    assertThat(connect(identity(CA, rsa), identity(CA, rsa), protocol)).isEqualTo("CN=rsa");
  }

  @Test
  void refusesAServerOfAnotherName() {
    TlsIdentity server = identity(CA, request(CA).hosts("192.168.7.11").issue());
    TlsIdentity client = identity(CA, request(CA).issue());
    assertThatThrownBy(() -> connect(server, client, "TLSv1.3"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void refusesAServerOfAnotherAuthority() {
    TestAuthority other = authority("other CA");
    TlsIdentity server = identity(CA, request(CA).hosts("127.0.0.1").issue());
    TlsIdentity client = identity(other, request(other).issue());
    assertThatThrownBy(() -> connect(server, client, "TLSv1.2"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("PKIX");
  }

  @Test
  void keepsHostnamesVerifiedInHttps() throws Exception {
    assertThat(httpsStatus("127.0.0.1")).isEqualTo(200);
    assertThatThrownBy(() -> httpsStatus("192.168.7.11"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void readsThreeFilesOfASeed() {
    TestSeed seed = TestSeed.good(CA);
    TlsIdentity identity = Identities.read(seed, "client.pem");
    assertThat(identity.trust()).isInstanceOf(X509ExtendedTrustManager.class);
    assertThat(identity.trust().getAcceptedIssuers()).containsExactly(CA.own().certificate());
    seed.files.remove("client-key.pem");
    assertThatThrownBy(() -> Identities.read(seed, "client.pem"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("/seed/client-key.pem: is missing");
  }

  private static TestAuthority authority(String name) {
    return TestAuthority.of(
        TestAuthority.selfSigned(name)
            .valid(NOW.minus(1, ChronoUnit.HOURS), NOW.plusSeconds(3600)));
  }

  private static TestAuthority.Request request(TestAuthority authority) {
    return authority.request().valid(NOW.minusSeconds(60), NOW.plusSeconds(600));
  }

  private static TlsIdentity identity(TestAuthority authority, TestAuthority.Issued issued) {
    return Identities.of(
        new PemFile("x.pem", issued.content()),
        new PemFile("x-key.pem", issued.traditional()),
        new PemFile("ca.pem", authority.pem()));
  }

  /** Returns the client's subject as the server saw it; clients check the server's name. */
  private static String connect(TlsIdentity server, TlsIdentity client, String protocol)
      throws IOException, GeneralSecurityException {
    try (SSLServerSocket listener = listen(server)) {
      Thread answering = new Thread(() -> answer(listener, true));
      answering.start();
      try (SSLSocket socket =
          (SSLSocket)
              context(client)
                  .getSocketFactory()
                  .createSocket("127.0.0.1", listener.getLocalPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(60_000);
        socket.startHandshake();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private static int httpsStatus(String coveredHost) throws IOException, GeneralSecurityException {
    TlsIdentity server = identity(CA, request(CA).hosts(coveredHost).issue());
    try (SSLServerSocket listener = listen(server)) {
      Thread answering = new Thread(() -> answer(listener, false));
      answering.start();
      URI uri = URI.create("https://127.0.0.1:" + listener.getLocalPort() + "/members");
      HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
      connection.setSSLSocketFactory(context(identity(CA, request(CA).issue())).getSocketFactory());
      connection.setReadTimeout(60_000);
      return connection.getResponseCode();
    }
  }

  private static SSLServerSocket listen(TlsIdentity server)
      throws IOException, GeneralSecurityException {
    SSLServerSocket listener =
        (SSLServerSocket)
            context(server)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(true);
    return listener;
  }

  private static void answer(SSLServerSocket listener, boolean withSubject) {
    try (Socket accepted = listener.accept()) {
      accepted.setSoTimeout(60_000);
      SSLSocket socket = (SSLSocket) accepted;
      String subject = socket.getSession().getPeerPrincipal().getName();
      if (!withSubject) {
        while (socket.getInputStream().read() != '\n') {
          // The first line of the request is enough.
        }
      }
      String answer = withSubject ? subject : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // What the client sees is what the test looks at.
    }
  }

  private static SSLContext context(TlsIdentity identity) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {identity.key()}, new TrustManager[] {identity.trust()}, null);
    return context;
  }
}
