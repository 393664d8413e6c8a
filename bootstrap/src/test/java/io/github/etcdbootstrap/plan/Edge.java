package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.model.Sha256;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The cluster of the examples: some Pis at 192.168.7.11 and up, and what they are told to be. */
public final class Edge {
  public static final String NAME = "k3s-edge";
  public static final String DOMAIN = "edge.huatai.me";
  public static final HostPath DATA = HostPath.of("/var/lib/etcd");

  private static final List<Member> MEMBERS =
      IntStream.rangeClosed(1, 7)
          .mapToObj(
              n ->
                  new Member(
                      new MemberName("x-k3s-m-" + n), new IpAddress("192.168.7." + (10 + n))))
          .toList();

  public static final Payload PAYLOAD =
      new Payload(
          Content.of("#!/sbin/openrc-run\n# Written by etcd-bootstrap.\n"),
          Content.of("# Written by etcd-bootstrap.\nETCD_DATA_DIR=\"@DATA_DIR@\"\n"),
          Content.of("#!/bin/sh\n# etcd-run\n"));

  private static final ClusterSpec THREE = spec(3);
  private static final NodeConfig FIRST = config(THREE, 1);

  private Edge() {}

  /** Three members, by address. */
  public static ClusterSpec spec() {
    return THREE;
  }

  public static ClusterSpec spec(int members) {
    return spec(members, Optional.empty(), Optional.empty(), false);
  }

  /** Three members by name, with a service name, and the hosts file managed. */
  public static ClusterSpec named() {
    return named(3);
  }

  static ClusterSpec named(int members) {
    return spec(members, Optional.of(DOMAIN), Optional.of("etcd." + DOMAIN), true);
  }

  private static ClusterSpec spec(
      int members, Optional<String> domain, Optional<String> service, boolean manageHosts) {
    return new ClusterSpec(
        NAME,
        IntStream.rangeClosed(1, members).mapToObj(Edge::member).toList(),
        domain,
        service,
        manageHosts,
        DATA,
        EtcdVersion.DEFAULT,
        List.of(),
        Map.of(),
        List.of());
  }

  /** x-k3s-m-1 at 192.168.7.11, and so on. */
  public static Member member(int number) {
    return MEMBERS.get(number - 1);
  }

  public static NodeConfig config() {
    return FIRST;
  }

  public static NodeConfig config(ClusterSpec spec, int number) {
    Member self = member(number);
    String address = "https://" + self.address();
    Endpoints endpoints =
        new Endpoints(
            address + ":2380",
            List.of(address + ":2379", "https://127.0.0.1:2379"),
            spec.peerUrl(self),
            address + ":2379",
            URI.create("http://127.0.0.1:2381"));
    return new NodeConfig(
        spec,
        self,
        endpoints,
        release(),
        new CertificateFiles(self.name() + ".pem", "server.pem"),
        List.of(
            new Setting("heartbeat-interval", Setting.Type.INTEGER, List.of("500")),
            new Setting("election-timeout", Setting.Type.INTEGER, List.of("5000")),
            new Setting("log-outputs", Setting.Type.LIST, List.of("/var/log/etcd/etcd.log"))));
  }

  private static Release release() {
    return new Release(
        EtcdVersion.DEFAULT,
        Architecture.ARM64,
        Sha256.of(new byte[] {3, 5, 2}),
        List.of(URI.create("https://mirror.example/etcd-v3.5.2-linux-arm64.tar.gz")));
  }

  /** A birth of all that {@code spec} names, as an earlier run of member 2 drew it. */
  public static Birth birth(ClusterSpec spec, String suffix) {
    List<Birth.Named> founders =
        spec.members().stream().map(m -> new Birth.Named(m.name(), spec.peerUrl(m))).toList();
    return Birth.of(NAME + "-" + suffix, founders, "2026-11-20T08:00:00Z", "x-k3s-m-2");
  }

  /** The members of a birth's cluster as etcd lists them; of {@code published}, client URLs too. */
  public static Cluster.MemberList list(Birth birth, List<Integer> published) {
    List<Cluster.ListedMember> members =
        birth.founders().stream()
            .map(
                f ->
                    listed(
                        f.id(),
                        f.name().value(),
                        f.peerUrl(),
                        published.stream().anyMatch(n -> member(n).name().equals(f.name()))))
            .toList();
    return new Cluster.MemberList(birth.clusterId(), members);
  }

  static Cluster.ListedMember listed(EtcdId id, String name, String peerUrl, boolean published) {
    List<String> clientUrls =
        published ? List.of(peerUrl.replace(":2380", ":2379")) : List.<String>of();
    return new Cluster.ListedMember(id, name, List.of(peerUrl), clientUrls, false);
  }

  /** Every file that a host takes from the seed. */
  public static Map<String, Content> certificates(NodeConfig config) {
    Map<String, Content> contents = new HashMap<>();
    config.certificates().all().forEach(n -> contents.put(n, Content.of("the PEM of " + n)));
    return contents;
  }
}
