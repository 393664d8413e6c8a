package io.github.etcdbootstrap.etcd;

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
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Founders m1, m2, … on loopback addresses of this process: others may test at the same time. */
final class Loopback {
  private static final long PID = ProcessHandle.current().pid();
  private static final String NET = "127." + (1 + PID / 250 % 250) + "." + (1 + PID % 250) + ".";

  final List<Member> members;

  Loopback(int first, int count) {
    members =
        IntStream.range(first, first + count)
            .mapToObj(
                i -> new Member(new MemberName("m" + (i - first + 1)), new IpAddress(NET + i)))
            .toList();
  }

  List<String> addresses() {
    return members.stream().map(m -> m.address().value()).toList();
  }

  Birth birth(String token) {
    List<Birth.Named> founders =
        members.stream().map(m -> new Birth.Named(m.name(), peerUrl(m))).toList();
    return Birth.of(token, founders, "2026-11-23T10:00:00Z", "m1");
  }

  static String peerUrl(Member member) {
    return "https://" + member.address() + ":2380";
  }

  static String metrics(Member member) {
    return "http://" + member.address() + ":2381";
  }

  NodeConfig config(int number) {
    ClusterSpec spec =
        new ClusterSpec(
            "test",
            members,
            Optional.empty(),
            Optional.empty(),
            false,
            HostPath.of("/var/lib/etcd"),
            EtcdVersion.DEFAULT,
            List.of(),
            Map.of(),
            List.of());
    return new NodeConfig(
        spec,
        members.get(number - 1),
        new Endpoints("", List.of(), "", "", URI.create(metrics(members.get(number - 1)))),
        new Release(EtcdVersion.DEFAULT, Architecture.AMD64, new Sha256("0".repeat(64)), List.of()),
        new CertificateFiles("m.pem", "m.pem"),
        List.of());
  }
}
