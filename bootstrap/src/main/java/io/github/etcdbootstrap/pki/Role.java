package io.github.etcdbootstrap.pki;

/** What a certificate is used for, and so which usages it must allow. */
public enum Role {
  PEER(true, "members call each other with it"),
  SERVER(true, "etcd's gRPC gateway (/v3/) calls etcd with it"),
  CLIENT(false, "etcdctl and K3s call etcd with it");

  private final boolean serves;
  private final String whyClient;

  Role(boolean serves, String whyClient) {
    this.serves = serves;
    this.whyClient = whyClient;
  }

  /** Whether connections are accepted with it, not only made. */
  boolean serves() {
    return serves;
  }

  String whyClient() {
    return whyClient;
  }
}
