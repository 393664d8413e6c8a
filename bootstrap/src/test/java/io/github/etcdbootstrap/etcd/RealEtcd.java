package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.model.TlsIdentity;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** A TLS cluster of real etcds, each on a loopback address of its own. */
public final class RealEtcd implements AutoCloseable {
  static final String TOKEN = "test";
  private static final Architecture ARCHITECTURE =
      Architecture.of(System.getProperty("os.arch")).orElseThrow();

  private final Path folder;
  private final TestCertificates certificates;
  private final List<Member> members;
  private final Map<Member, Process> running =
      new TreeMap<>((a, b) -> a.name().compareTo(b.name()));

  private RealEtcd(Path folder, TestCertificates certificates, List<Member> members) {
    this.folder = folder;
    this.certificates = certificates;
    this.members = members;
  }

  /** Where test-fixtures/etcd/release puts the release that tests run. */
  public static Path tarball() {
    String cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .orElse(System.getProperty("user.home") + "/.cache");
    return Path.of(
        cache,
        "etcd-bootstrap/etcd",
        Release.nameOf(EtcdVersion.DEFAULT, ARCHITECTURE) + ".tar.gz");
  }

  /** That release, as one is to have it that has {@code sum}. */
  public static Release release(Sha256 sum, URI source) {
    return new Release(EtcdVersion.DEFAULT, ARCHITECTURE, sum, List.of(source));
  }

  public static void assumeThatItIsThere() {
    Assumptions.assumeTrue(
        Files.exists(tarball()),
        () -> "no etcd to test against: test-fixtures/etcd/release makes " + tarball());
  }

  /** Three members and a fourth address, none of them started. */
  public static RealEtcd prepare(Path folder) throws IOException, InterruptedException {
    assumeThatItIsThere();
    // Loopback addresses of this process: others may test at the same time.
    long pid = ProcessHandle.current().pid();
    String net = "127." + (1 + pid / 250 % 250) + "." + (1 + pid % 250) + ".";
    List<Member> members = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      addresses.add(net + i);
      members.add(new Member(new MemberName("m" + i), new IpAddress(net + i)));
    }
    unpack(folder);
    return new RealEtcd(
        folder, TestCertificates.make(folder.resolve("certificates"), addresses), members);
  }

  /** m1 to m3 are the cluster; nothing of etcd's runs on m4's address. */
  Member member(int number) {
    return members.get(number - 1);
  }

  public URI clientUrl(int number) {
    return URI.create(GrpcChannels.endpoint(member(number)));
  }

  /** Puts the programs and the client certificate where a host has them whose `/` is that. */
  public void install(Path top) throws IOException {
    Path release = Files.createDirectories(top.resolve("usr/local/lib/etcd/v3.5.2"));
    Files.createSymbolicLink(release.resolveSibling("current"), release.getFileName());
    for (String program : List.of("etcdctl", "etcdutl")) {
      Path installed = Files.copy(folder.resolve(program), release.resolve(program));
      Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path etc = Files.createDirectories(top.resolve("etc/etcd"));
    Files.copy(certificates.file("ca.pem"), etc.resolve("ca.pem"));
    Files.copy(certificates.file("m.pem"), etc.resolve("client.pem"));
    Files.copy(certificates.file("m-key.pem"), etc.resolve("client-key.pem"));
  }

  /** Once the first two are a cluster. */
  public void startTwoOfThree() throws Exception {
    start(1);
    start(2);
    formed(1).close();
  }

  JetcdCluster cluster() {
    return cluster(1);
  }

  /** As that member's host sees it. */
  JetcdCluster cluster(int self) {
    return new JetcdCluster(config(self), certificates::identity, certificates::identity);
  }

  /** Once it is a cluster. */
  JetcdCluster formed(int self) throws Exception {
    JetcdCluster cluster = cluster(self);
    await(() -> cluster.members().isPresent());
    return cluster;
  }

  static void await(Callable<Boolean> what) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!what.call()) {
      assertThat(System.nanoTime()).as("what was waited for").isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  TlsIdentity identity() {
    return certificates.identity();
  }

  NodeConfig config() {
    return config(1);
  }

  NodeConfig config(int number) {
    Member self = member(number);
    ClusterSpec spec =
        new ClusterSpec(
            TOKEN,
            members.subList(0, 3),
            Optional.empty(),
            Optional.empty(),
            false,
            HostPath.of("/var/lib/etcd"),
            EtcdVersion.DEFAULT,
            List.of(),
            Map.of(),
            List.of());
    Endpoints endpoints = new Endpoints("", List.of(), "", "", URI.create(metrics(self)));
    return new NodeConfig(
        spec,
        self,
        endpoints,
        new Release(EtcdVersion.DEFAULT, ARCHITECTURE, new Sha256("0".repeat(64)), List.of()),
        new CertificateFiles("m.pem", "m.pem"),
        List.of());
  }

  Birth birth() {
    return new Loopback(1, 3).birth(TOKEN);
  }

  String peerUrl(int number) {
    return "https://" + member(number).address() + ":2380";
  }

  void start(int number) throws IOException {
    start(number, members.subList(0, 3), "new", TOKEN);
  }

  /** A cluster of its own, at this member's address. */
  void startStranger(int number) throws IOException {
    start(number, List.of(member(number)), "new", "stranger");
  }

  /** m4, which was added to the other three. */
  void join(int number) throws IOException {
    start(number, members, "existing", TOKEN);
  }

  private void start(int number, List<Member> listed, String state, String token)
      throws IOException {
    Member member = member(number);
    String at = member.address().value();
    String initial =
        listed.stream()
            .map(m -> m.name() + "=https://" + m.address() + ":2380")
            .collect(Collectors.joining(","));
    Process process =
        new ProcessBuilder(
                folder.resolve("etcd").toString(),
                "--name=" + member.name(),
                "--data-dir=" + folder.resolve("data-" + member.name()),
                "--listen-peer-urls=https://" + at + ":2380",
                "--initial-advertise-peer-urls=https://" + at + ":2380",
                "--listen-client-urls=https://" + at + ":2379",
                "--advertise-client-urls=https://" + at + ":2379",
                "--listen-metrics-urls=" + metrics(member),
                "--initial-cluster=" + initial,
                "--initial-cluster-state=" + state,
                "--initial-cluster-token=" + token,
                "--trusted-ca-file=" + certificates.file("ca.pem"),
                "--cert-file=" + certificates.file("m.pem"),
                "--key-file=" + certificates.file("m-key.pem"),
                "--client-cert-auth",
                "--peer-trusted-ca-file=" + certificates.file("ca.pem"),
                "--peer-cert-file=" + certificates.file("m.pem"),
                "--peer-key-file=" + certificates.file("m-key.pem"),
                "--peer-client-cert-auth")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(member.name() + ".log").toFile())
            .start();
    running.put(member, process);
  }

  void kill(int number) throws InterruptedException {
    Process process = running.remove(member(number));
    process.destroyForcibly();
    process.waitFor();
  }

  /** Stopped, it keeps its connections and answers nothing. */
  public void signal(int number, String signal) throws IOException, InterruptedException {
    long pid = running.get(member(number)).pid();
    if (new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor() != 0) {
      throw new IOException("kill -" + signal + " " + pid);
    }
  }

  @Override
  public void close() {
    // Waited for: the next test of this process has the same addresses.
    running.values().forEach(process -> process.destroyForcibly().onExit().join());
  }

  private static String metrics(Member member) {
    return "http://" + member.address() + ":2381";
  }

  /** The three programs, etcd among them executable. */
  public static void unpack(Path folder) throws IOException {
    Path tarball = tarball();
    Release release = release(Sha256.of(Files.readAllBytes(tarball)), tarball.toUri());
    new ReleaseDownload(new RecordedReport()).unpack(release, new FolderStaging(folder));
    File etcd = folder.resolve("etcd").toFile();
    if (!etcd.setExecutable(true)) {
      throw new IOException(etcd + " cannot be made executable");
    }
  }
}
