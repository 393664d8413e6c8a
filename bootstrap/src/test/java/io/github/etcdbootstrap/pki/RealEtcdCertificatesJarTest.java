package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.etcd.RealEtcd;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Certificates;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real etcd, etcdctl and curl with certificates that are issued here, and with wrong ones. */
class RealEtcdCertificatesJarTest {
  private static final Instant NOW = Instant.now();

  @TempDir Path folder;

  private final TestSeed seed = new TestSeed();
  private final String address = "127." + (1 + ProcessHandle.current().pid() % 250) + ".7.1";
  private final NodeConfig config = config(address);
  private KeyPair authorityKey;
  private Process etcd;

  @BeforeEach
  void issue() throws IOException {
    RealEtcd.unpack(folder);
    assertThat(folder.resolve("etcdctl").toFile().setExecutable(true)).isTrue();
    authorityKey = Keys.generate();
    var certificate =
        Authority.selfSigned("x", authorityKey, Validity.of(NOW, Duration.ofDays(3653)));
    seed.files.put("ca.pem", CertificateBuilder.pem(certificate));
    Authority authority = new Authority(certificate, authorityKey.getPrivate());
    ClusterSpec spec = config.spec();
    for (Profile profile :
        List.of(
            Profile.peer("x-k3s-m-1.pem", spec, config.self()),
            Profile.server("server.pem", spec, List.of(config.self())),
            Profile.client())) {
      KeyPair pair = Keys.generate();
      Validity validity = Validity.of(NOW, Duration.ofDays(365));
      seed.files.put(profile.file(), authority.issue("x", profile, pair.getPublic(), validity));
      seed.files.put(profile.file().replace(".pem", "-key.pem"), Keys.pem(pair.getPrivate()));
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    if (etcd != null) {
      etcd.destroyForcibly().waitFor();
    }
  }

  @Test
  void etcdEtcdctlAndCurlTakeWhatIsIssued() throws Exception {
    startEtcd();
    assertThat(refused()).isEmpty();
    assertThat(etcdctl("put", "a", "b")).endsWith("OK");
    assertThat(
            run(
                "curl",
                "-s",
                "--cacert",
                "ca.pem",
                "--cert",
                "client.pem",
                "--key",
                "client-key.pem",
                "https://" + address + ":2379/health"))
        .contains("\"health\":\"true\"");
    assertThat(
            run(
                "curl",
                "-s",
                "--cacert",
                "ca.pem",
                "--cert",
                "client.pem",
                "--key",
                "client-key.pem",
                "-d",
                "{\"key\":\"YQ==\"}",
                "https://127.0.0.1:2379/v3/kv/range".replace("127.0.0.1", address)))
        .contains("\"value\":\"Yg==\"");
  }

  @Test
  void anotherChainIsRefusedByEtcdAndWasByUs() throws Exception {
    startEtcd();
    TestAuthority other = TestAuthority.named("x");
    seed.put(
        "client",
        other
            .request()
            .valid(NOW.minusSeconds(60), NOW.plusSeconds(6000))
            .usages(KeyPurposeId.id_kp_clientAuth)
            .issue());
    write();
    assertThat(refused()).contains("client.pem: was issued by");
    assertThat(etcdctl("--command-timeout=3s", "get", "a")).doesNotContain("OK").contains("rror");
    assertThat(log()).containsAnyOf("unknown authority", "bad certificate");
  }

  @Test
  void anotherUsageIsRefusedByEtcdAndWasByUs() throws Exception {
    startEtcd();
    seed.put("client", own().usages(KeyPurposeId.id_kp_serverAuth).issue());
    write();
    assertThat(refused()).contains("client.pem: lacks the usage clientAuth");
    assertThat(etcdctl("--command-timeout=3s", "get", "a")).contains("rror");
    assertThat(log()).contains("incompatible key usage");
  }

  @Test
  void anotherHostIsRefusedByItsCallersAndWasByUs() throws Exception {
    seed.put("server", own().hosts("10.0.0.1").issue());
    startEtcd();
    assertThat(refused()).contains("server.pem: does not cover " + address);
    assertThat(etcdctl("--command-timeout=3s", "get", "a")).contains("rror");
    assertThat(
            run(
                "curl",
                "-sS",
                "--cacert",
                "ca.pem",
                "--cert",
                "client.pem",
                "--key",
                "client-key.pem",
                "https://" + address + ":2379/health"))
        .contains("curl: (60)");
  }

  /** Of a peer that calls etcd looks up whether its address is covered. */
  @Test
  void anotherPeersHostIsRefusedByEtcdAndWasByUs() throws Exception {
    startEtcd();
    String[] ask = {
      "curl",
      "-sS",
      "--http1.1",
      "--cacert",
      "ca.pem",
      "--cert",
      "x-k3s-m-1.pem",
      "--key",
      "x-k3s-m-1-key.pem",
      "--interface",
      address,
      "https://" + address + ":2380/members"
    };
    assertThat(run(ask)).contains("\"name\":\"x-k3s-m-1\"");
    seed.put("x-k3s-m-1", own().hosts("10.0.0.1").issue());
    assertThat(refused()).contains("x-k3s-m-1.pem: does not cover " + address);
    write();
    assertThat(run(ask)).contains("curl: (");
    assertThat(log()).contains("rejected connection", "is valid for 10.0.0.1, not " + address);
  }

  /** Of each key form that openssl writes, with the rest of the seed as it makes it then. */
  @ParameterizedTest
  @ValueSource(strings = {"sec1", "pkcs8", "rsa", "rsa-pkcs8", "crlf", "text", "intermediate"})
  void whatOpensslMakesIsTakenByEtcdAndByUs(String form) throws Exception {
    String script = Path.of("src/test/resources/openssl-seed").toAbsolutePath().toString();
    assertThat(run("sh", script, form, address)).isEmpty();
    for (String name : seed.files.keySet()) {
      seed.files.put(name, Content.of(Files.readAllBytes(folder.resolve(name))));
    }
    assertThat(refused()).isEmpty();
    assertThat(
            new Listing(seed, TestSeed.at(Instant.now())).add(HostCertificates.of(config)).rows())
        .allMatch(row -> row.isGoodFor(Duration.ofDays(300), NOW));
    startEtcd();
    assertThat(etcdctl("put", "a", "b")).endsWith("OK");
  }

  /** By the authority that etcd trusts. */
  private TestAuthority.Request own() throws Exception {
    PemFile ca = new PemFile("ca.pem", seed.files.get("ca.pem"));
    return TestAuthority.by(PemFiles.certificates(ca).get(0), authorityKey)
        .request()
        .valid(NOW.minusSeconds(60), NOW.plusSeconds(6000));
  }

  private String refused() {
    return new CertificateCheck(seed, TestSeed.at(Instant.now()))
        .check(config, Certificates.Depth.FULL)
        .problems()
        .toString()
        .replaceAll("^\\[]$", "");
  }

  private void write() throws IOException {
    for (var file : seed.files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue().bytes());
    }
  }

  private void startEtcd() throws Exception {
    write();
    String peers = "https://" + address + ":2380";
    String clients = "https://" + address + ":2379";
    etcd =
        new ProcessBuilder(
                folder.resolve("etcd").toString(),
                "--name=x-k3s-m-1",
                "--data-dir=" + folder.resolve("data"),
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=x-k3s-m-1=" + peers,
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-metrics-urls=http://" + address + ":2381",
                "--trusted-ca-file=ca.pem",
                "--cert-file=server.pem",
                "--key-file=server-key.pem",
                "--client-cert-auth",
                "--peer-trusted-ca-file=ca.pem",
                "--peer-cert-file=x-k3s-m-1.pem",
                "--peer-key-file=x-k3s-m-1-key.pem",
                "--peer-client-cert-auth")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    for (int i = 0; i < 600; i++) {
      if (run("curl", "-s", "http://" + address + ":2381/health").contains("true")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(log());
  }

  private String etcdctl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("etcdctl").toString());
    command.addAll(
        List.of(
            "--endpoints=https://" + address + ":2379", "--cacert=ca.pem", "--cert=client.pem"));
    command.add("--key=client-key.pem");
    command.addAll(Arrays.asList(arguments));
    return run(command.toArray(String[]::new));
  }

  private String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    Process process = builder.start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return said;
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static NodeConfig config(String address) {
    NodeConfig model = TestSeed.config();
    Member self = new Member(new MemberName("x-k3s-m-1"), new IpAddress(address));
    String url = "https://" + address;
    Endpoints endpoints =
        new Endpoints(
            url + ":2380",
            List.of(url + ":2379", "https://127.0.0.1:2379"),
            url + ":2380",
            url + ":2379",
            URI.create("http://" + address + ":2381"));
    return new NodeConfig(
        model.spec(), self, endpoints, model.release(), model.certificates(), List.of());
  }
}
