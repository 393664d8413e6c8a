package io.github.etcdbootstrap.hosts;

/** Amnesia cannot happen: the data folder itself is lost. */
class AmnesiaOfAllHostsTest extends Amnesia {
  AmnesiaOfAllHostsTest() {
    super("/var/lib/etcd");
  }
}
