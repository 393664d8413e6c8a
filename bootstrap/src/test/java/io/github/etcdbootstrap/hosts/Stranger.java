package io.github.etcdbootstrap.hosts;

/** Lines for a host's shell: a cluster of one that somebody else made by hand. */
final class Stranger {
  /** Where its data lies. */
  static final String DATA = "/root/stranger";

  static final String STOP =
      """
      stranger=$(cat /run/stranger); kill $stranger; i=0
      while [ -e /proc/$stranger ]; do i=$((i + 1)); [ $i -lt 600 ]; sleep 0.2; done
      rm /run/stranger
      """;

  /** It has founded its cluster, and has in its log who its members are. */
  static final String SERVES = "grep -q 'ready to serve client requests' /root/stranger.log";

  private Stranger() {}

  static String startOn(int host, String certificates) {
    String name = TestHosts.name(host);
    String address = TestHosts.address(host);
    return """
        setsid etcd --name %1$s --data-dir %4$s --initial-cluster-token stranger \
          --listen-peer-urls https://%2$s:2380 --initial-advertise-peer-urls https://%2$s:2380 \
          --initial-cluster %1$s=https://%2$s:2380 \
          --listen-client-urls http://127.0.0.1:3379 --advertise-client-urls http://127.0.0.1:3379 \
          --peer-client-cert-auth --peer-trusted-ca-file %3$s/ca.pem \
          --peer-cert-file %3$s/%1$s.pem --peer-key-file %3$s/%1$s-key.pem \
          >/root/stranger.log 2>&1 </dev/null &
        echo $! >/run/stranger
        """
        .formatted(name, address, certificates, DATA);
  }
}
