package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Seed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** A seed in memory with one host's certificates, and that host's configuration. */
final class TestSeed implements Seed {
  final Map<String, Content> files = new HashMap<>();

  /** All that the host x-k3s-m-1 needs, as the owner's cfssl makes it. */
  static TestSeed good(TestAuthority authority) {
    TestSeed seed = new TestSeed();
    seed.files.put("ca.pem", authority.pem());
    seed.put(
        "x-k3s-m-1",
        authority
            .request()
            .name("x-k3s-m-1.edge.huatai.me")
            .hosts("x-k3s-m-1.edge.huatai.me", "x-k3s-m-1", "192.168.7.11", "127.0.0.1")
            .issue());
    seed.put("server", authority.request().hosts(serverHosts()).issue());
    seed.put("client", authority.request().usages(KeyPurposeId.id_kp_clientAuth).hosts("").issue());
    return seed;
  }

  static String[] serverHosts() {
    return new String[] {
      "etcd.edge.huatai.me", "192.168.7.11", "192.168.7.12", "192.168.7.13", "127.0.0.1"
    };
  }

  void put(String name, TestAuthority.Issued issued) {
    files.put(name + ".pem", issued.content());
    files.put(name + "-key.pem", issued.traditional());
  }

  static NodeConfig config() {
    Member self = new Member(new MemberName("x-k3s-m-1"), new IpAddress("192.168.7.11"));
    ClusterSpec spec =
        new ClusterSpec(
            "x-k3s",
            List.of(self),
            Optional.of("edge.huatai.me"),
            Optional.of("etcd.edge.huatai.me"),
            false,
            HostPath.of("/var/lib/etcd"),
            EtcdVersion.DEFAULT,
            List.of(),
            Map.of(),
            List.of());
    Endpoints endpoints =
        new Endpoints(
            "https://192.168.7.11:2380",
            List.of("https://192.168.7.11:2379", "https://127.0.0.1:2379"),
            spec.peerUrl(self),
            "https://192.168.7.11:2379",
            URI.create("http://127.0.0.1:2381"));
    return new NodeConfig(
        spec,
        self,
        endpoints,
        new Release(spec.version(), Architecture.ARM64, new Sha256("0".repeat(64)), List.of()),
        new CertificateFiles("x-k3s-m-1.pem", "server.pem"),
        List.of());
  }

  static Clock at(Instant instant) {
    return new Clock() {
      @Override
      public Instant now() {
        return instant;
      }

      @Override
      public Duration sinceStart() {
        return Duration.ZERO;
      }

      @Override
      public void sleep(Duration duration) {}
    };
  }

  @Override
  public String place() {
    return "/seed";
  }

  @Override
  public String nameOf(String file) {
    return "/seed/" + file;
  }

  @Override
  public Optional<HostPath> folder() {
    return Optional.of(HostPath.of("/seed"));
  }

  @Override
  public boolean writable() {
    return false;
  }

  @Override
  public Optional<Content> read(String name) {
    return Optional.ofNullable(files.get(name));
  }

  @Override
  public List<String> list(String folder) {
    return files.keySet().stream().sorted().toList();
  }

  @Override
  public boolean publish(String name, Content content, String author) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void put(String name, Content content) {
    throw new UnsupportedOperationException();
  }
}
