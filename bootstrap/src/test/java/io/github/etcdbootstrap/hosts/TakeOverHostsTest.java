package io.github.etcdbootstrap.hosts;

import java.util.List;

/** Programs in /usr/local/bin, and the names by which the members know each other kept. */
class TakeOverHostsTest extends TakeOver {
  TakeOverHostsTest() {
    super(
        "/usr/local/bin",
        "supervised",
        List.of(
            "/etc/conf.d/etcd",
            "/etc/etcd/conf.yml",
            "/etc/init.d/etcd",
            "/usr/local/bin/etcd",
            "/usr/local/bin/etcdctl",
            "/usr/local/bin/etcdutl"));
  }

  @Override
  void prepare(TestSeed seed) {}

  @Override
  String peerUrl(int host) {
    return "https://" + TestHosts.name(host) + ".edge.huatai.me:2380";
  }
}
