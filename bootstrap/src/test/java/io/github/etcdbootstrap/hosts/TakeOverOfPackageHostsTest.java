package io.github.etcdbootstrap.hosts;

import java.util.List;

/** Programs where a package puts them, nobody who keeps etcd up, and cluster.yml with no domain. */
class TakeOverOfPackageHostsTest extends TakeOver {
  TakeOverOfPackageHostsTest() {
    super(
        "/usr/bin",
        "background",
        List.of("/etc/conf.d/etcd", "/etc/etcd/conf.yml", "/etc/init.d/etcd"));
  }

  @Override
  void prepare(TestSeed seed) {
    seed.dropDomain();
  }

  @Override
  String peerUrl(int host) {
    return "https://" + TestHosts.address(host) + ":2380";
  }
}
