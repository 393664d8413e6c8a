package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.TlsIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is issued, as others judge it: openssl, cfssl, keytool, the JDK's TLS. */
class IssuedCertificatesTest {
  private static final Instant NOW = Instant.now();
  private static final Duration LONG = Duration.ofDays(36525);

  @TempDir static Path folder;

  @BeforeAll
  static void issue() throws IOException {
    KeyPair own = Keys.generate();
    X509Certificate ca = Authority.selfSigned("x-k3s", own, Validity.of(NOW, LONG));
    Authority authority = new Authority(ca, own.getPrivate());
    write("ca.pem", CertificateBuilder.pem(ca));
    write("ca-key.pem", Keys.pem(own.getPrivate()));
    ClusterSpec spec = TestSeed.config().spec();
    Member member = spec.members().get(0);
    for (Profile profile :
        List.of(
            Profile.peer("peer.pem", spec, member),
            Profile.server("server.pem", spec, List.of(member)),
            Profile.client())) {
      KeyPair pair = Keys.generate();
      Validity tenYears = Validity.of(NOW, Duration.ofDays(3653));
      write(profile.file(), authority.issue("x-k3s", profile, pair.getPublic(), tenYears));
      write(profile.file().replace(".pem", "-key.pem"), Keys.pem(pair.getPrivate()));
    }
  }

  @Test
  void opensslAcceptsEachForItsPurposeAlone() throws Exception {
    for (String file : List.of("peer.pem", "server.pem")) {
      assertThat(verified("sslserver", file)).endsWith(": OK");
      assertThat(verified("sslclient", file)).endsWith(": OK");
    }
    assertThat(verified("sslclient", "client.pem")).endsWith(": OK");
    assertThat(verified("sslserver", "client.pem")).contains("unsuitable certificate purpose");
  }

  @Test
  void opensslTakesNoneOfThemForAnAuthority() throws Exception {
    Files.copy(folder.resolve("peer.pem"), folder.resolve("false-ca.pem"));
    assertThat(run("openssl", "verify", "-x509_strict", "-CAfile", "false-ca.pem", "client.pem"))
        .contains("verification failed");
  }

  @Test
  void theAuthorityIssuesNoOtherAndOutlivesTheLastOfUtcTime() throws Exception {
    X509Certificate ca = certificate("ca.pem");
    assertThat(ca.getBasicConstraints()).isZero();
    assertThat(ca.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
    assertThat(ca.getNotAfter().toInstant()).isAfter(Instant.parse("2126-01-01T00:00:00Z"));
    String dates = run("openssl", "asn1parse", "-in", "ca.pem");
    assertThat(dates).contains("UTCTIME").contains("GENERALIZEDTIME   :21");
  }

  @Test
  void saysWhatItsUsersNeed() throws Exception {
    X509Certificate server = certificate("server.pem");
    assertThat(server.getSerialNumber().bitLength()).isGreaterThanOrEqualTo(128);
    assertThat(server.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(server.getNotBefore().toInstant()).isBefore(NOW.minus(Duration.ofHours(23)));
    assertThat(server.getExtensionValue("2.5.29.14")).isNotNull();
    assertThat(server.getExtensionValue("2.5.29.35")).isNotNull();
    Names names = Names.of(server);
    assertThat(names.dns())
        .containsExactlyInAnyOrder(
            "x-k3s-m-1", "x-k3s-m-1.edge.huatai.me", "etcd.edge.huatai.me", "localhost");
    assertThat(names.addresses()).containsExactlyInAnyOrder("192.168.7.11", "127.0.0.1", "::1");
    assertThat(certificate("client.pem").getSubjectAlternativeNames()).isNull();
  }

  @Test
  void keytoolReadsThem() throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin/keytool").toString();
    assertThat(run(keytool, "-J-Duser.language=en", "-printcert", "-file", "peer.pem"))
        .contains("CN=x-k3s-m-1.edge.huatai.me, O=x-k3s", "SHA256withECDSA");
  }

  @Test
  void cfsslReadsThem() throws Exception {
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(p -> Files.exists(Path.of(p, "cfssl")));
    assumeTrue(installed, "cfssl is installed by test-fixtures/packages");
    assertThat(run("cfssl", "certinfo", "-cert", "peer.pem"))
        .contains("\"common_name\": \"x-k3s-m-1.edge.huatai.me\"", "\"192.168.7.11\"");
  }

  @Test
  void opensslOpensASealedKey() throws Exception {
    Content key = Content.of(Files.readAllBytes(folder.resolve("ca-key.pem")));
    PemFile file = new PemFile("ca-key.pem", key);
    write("sealed.pem", SealedKey.seal(PemFiles.key(file), "geheim 1".toCharArray()));
    assertThat(run("openssl", "pkey", "-in", "sealed.pem", "-passin", "pass:geheim 1"))
        .isEqualTo(key.text().strip());
    run(
        "openssl",
        "pkcs8",
        "-topk8",
        "-v2",
        "aes-256-cbc",
        "-v2prf",
        "hmacWithSHA256",
        "-in",
        "ca-key.pem",
        "-out",
        "by-openssl.pem",
        "-passout",
        "pass:x");
    PemFile sealed =
        new PemFile("s", Content.of(Files.readAllBytes(folder.resolve("by-openssl.pem"))));
    assertThat(PemFiles.key(sealed, () -> new char[] {'x'})).isEqualTo(PemFiles.key(file));
  }

  @Test
  void theJdkSpeaksTlsWithThem() throws Exception {
    SSLContext serving = context("server");
    SSLContext calling = context("client");
    try (SSLServerSocket listening =
        (SSLServerSocket)
            serving
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      listening.setNeedClientAuth(true);
      CompletableFuture<String> caller =
          CompletableFuture.supplyAsync(
              () -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                  socket.getInputStream().read();
                  return socket.getSession().getPeerPrincipal().getName();
                } catch (IOException e) {
                  return e.toString();
                }
              });
      try (SSLSocket socket =
          (SSLSocket)
              calling.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.getOutputStream().write(1);
      }
      assertThat(caller.get()).isEqualTo("CN=etcd client,O=x-k3s");
    }
  }

  /** Bouncy Castle writes dates; some locales have another calendar. */
  @Test
  void itsDatesAreTheSameInEveryLocale() throws Exception {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));
      KeyPair pair = Keys.generate();
      Validity validity = Validity.of(NOW, LONG);
      X509Certificate made = Authority.selfSigned("x", pair, validity);
      assertThat(made.getNotBefore().toInstant()).isEqualTo(validity.from());
      assertThat(made.getNotAfter().toInstant()).isEqualTo(validity.to());
    } finally {
      Locale.setDefault(before);
    }
  }

  private static SSLContext context(String name) throws GeneralSecurityException, IOException {
    TlsIdentity identity = Identities.of(pem(name + ".pem"), pem(name + "-key.pem"), pem("ca.pem"));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {identity.key()}, new TrustManager[] {identity.trust()}, null);
    return context;
  }

  private static PemFile pem(String name) throws IOException {
    return new PemFile(name, Content.of(Files.readAllBytes(folder.resolve(name))));
  }

  private static X509Certificate certificate(String name)
      throws IOException, GeneralSecurityException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static void write(String name, Content content) throws IOException {
    Files.write(folder.resolve(name), content.bytes());
  }

  private static String verified(String purpose, String file)
      throws IOException, InterruptedException {
    return run("openssl", "verify", "-x509_strict", "-purpose", purpose, "-CAfile", "ca.pem", file);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return output;
  }
}
