package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.DamagedWorld;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeHost;
import io.github.etcdbootstrap.plan.FakeSeed;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.WhoAmI;
import io.github.etcdbootstrap.seed.ClusterFile;
import io.github.etcdbootstrap.text.Damaged;
import java.util.ArrayList;
import java.util.List;

/** A damaged cluster.yml or template, and all that a run makes of it before it changes anything. */
public final class DamagedCluster {
  private static final IpAddress HERE = new IpAddress("192.168.7.11");
  private static final String FULL =
      """
      cluster: k3s-edge
      members:
        x-k3s-m-1: 192.168.7.11
        x-k3s-m-2: 192.168.7.12
        x-k3s-m-3: "fe00::3"
      domain: edge.huatai.me
      service: etcd.edge.huatai.me
      manage-hosts: true
      data-dir: /var/lib/etcd
      etcd:
        version: 3.5.2
        sources: ["https://mirror.example/etcd", "file:///media/usb"]
        sha256:
          arm64: "%s"
      tuning:
        heartbeat-interval: 500
        election-timeout: 5000
        log-level: info
        auto-compaction-mode: periodic
        auto-compaction-retention: "30m"
        log-outputs: [/var/log/etcd/etcd.log]
        pre-vote: true
      """
          .formatted("3".repeat(64));

  private DamagedCluster() {}

  public static List<Damaged> all(String example, String template) {
    return List.of(
        new Damaged(
            "cluster.yml",
            Damaged.MANY,
            file -> {
              ClusterFile.read("cluster.yml", Content.of(file));
              return List.of();
            },
            example,
            FULL),
        new Damaged(
            "cluster.yml in a run",
            Damaged.MANY / 4,
            file -> run(Content.of(file), Content.of(template)),
            example,
            FULL,
            "cluster: a\nmembers: {x-k3s-m-1: 192.168.7.11}\n"),
        new Damaged(
            "conf.yml.in in a run",
            Damaged.FEW,
            file -> run(Content.of(example), Content.of(file)),
            template));
  }

  private static List<String> run(Content cluster, Content template) {
    ClusterSpec spec = ClusterFile.read("/media/usb/cluster.yml", cluster);
    FakeHost host = new FakeHost("x-k3s-m-1", HERE);
    WhoAmI self = WhoAmI.of(spec, host.identity());
    FakeSeed seed = new FakeSeed();
    seed.files.putAll(Edge.certificates(Edge.config()));
    seed.files.put(self.member().name() + ".pem", Content.of("x"));
    seed.files.put(self.member().name() + "-key.pem", Content.of("x"));
    seed.files.put("conf.yml.in", template);
    List<String> said = new ArrayList<>();
    Wrongs wrongs = new Wrongs();
    NodeConfigs configs = new NodeConfigs(seed, spec, host, said);
    NodeConfig config = configs.of(self.member(), wrongs).orElseThrow(wrongs::asBadInput);
    if (!wrongs.none()) {
      throw wrongs.asBadInput();
    }
    self.note().ifPresent(said::add);
    said.addAll(DamagedWorld.said(new FakeWorld(config, seed).planning()));
    return said;
  }
}
