package io.github.etcdbootstrap.hosts;

/** The members know each other by name, which the program maps to addresses in /etc/hosts. */
class AddressOfNameHostsTest extends Address {
  AddressOfNameHostsTest() {
    super("--manage-hosts", "https://x-k3s-m-2.edge.huatai.me:2380");
  }
}
