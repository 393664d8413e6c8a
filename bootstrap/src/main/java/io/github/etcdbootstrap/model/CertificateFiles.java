package io.github.etcdbootstrap.model;

import java.util.List;

/**
 * The names of one host's certificates, the same in the seed and, flat, in `/etc/etcd`: K3s and the
 * owner's habits point there.
 */
public record CertificateFiles(String peer, String server) {
  public static final String CA = "ca.pem";
  public static final String CLIENT = "client.pem";

  /** One for all members, as cfssl users have it. */
  public static final String SHARED_SERVER = "server.pem";

  /** The key's name beside a certificate's: `x.pem` → `x-key.pem`. */
  public static String keyOf(String certificate) {
    return certificate.substring(0, certificate.length() - ".pem".length()) + "-key.pem";
  }

  /** Those that have a key beside them. */
  public List<String> withKeys() {
    return List.of(peer, server, CLIENT);
  }

  /** All seven, certificates before their keys. */
  public List<String> all() {
    return List.of(CA, peer, keyOf(peer), server, keyOf(server), CLIENT, keyOf(CLIENT));
  }
}
