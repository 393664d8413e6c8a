package io.github.etcdbootstrap.hosts;

/** The members know each other by address: the one that moves has to be known by its new one. */
class AddressHostsTest extends Address {
  AddressHostsTest() {
    super("--no-domain", "https://192.168.7.22:2380");
  }
}
