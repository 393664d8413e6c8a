package io.github.etcdbootstrap.model;

/** One of the members that a cluster was born with. */
public record Founder(MemberName name, String peerUrl, EtcdId id) {
  /** Its part of `initial-cluster`. */
  String initialClusterEntry() {
    return name + "=" + peerUrl;
  }
}
