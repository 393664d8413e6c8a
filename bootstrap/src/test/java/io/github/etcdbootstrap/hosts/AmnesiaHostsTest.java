package io.github.etcdbootstrap.hosts;

/** Amnesia cannot happen: what is in the data folder is lost. */
class AmnesiaHostsTest extends Amnesia {
  AmnesiaHostsTest() {
    super("/var/lib/etcd/member");
  }
}
