package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.LabHost;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Layout;

/**
 * What to paste: how to reach a lab's cluster, and how to hurt it.
 *
 * @param victim the member that is to be hurt
 * @param alone no other can give it back what it loses
 */
record LabSettings(LabHost any, LabHost victim, String endpoints, String dir, boolean alone) {
  private static final HostPath DATA = HostPath.of("/var/lib/etcd/member");

  String text() {
    String seed = dir + "/seed";
    return """

    etcdctl, in another shell:
      export PATH=$PATH:%s
      export ETCDCTL_API=3 ETCDCTL_ENDPOINTS=%s
      export ETCDCTL_CACERT=%s/ca.pem ETCDCTL_CERT=%s/client.pem ETCDCTL_KEY=%s/client-key.pem
      etcdctl endpoint status --write-out=table

    K3s, in /etc/rancher/k3s/config.yaml on this machine:
      datastore-endpoint: %s
      datastore-cafile: %s/ca.pem
      datastore-certfile: %s/client.pem
      datastore-keyfile: %s/client-key.pem

    Kill a member; it comes back by itself:
      kill -9 $(cat %s)
    %s:
      rm -rf %s; kill -9 $(cat %s)

    """
        .formatted(
            any.place(Layout.CURRENT),
            endpoints,
            seed,
            seed,
            seed,
            endpoints,
            seed,
            seed,
            seed,
            victim.pidFile(),
            alone
                ? "Wipe it; a new start is refused, since nobody else has its data"
                : "Wipe one; it is replaced by the rules of membership",
            victim.place(DATA),
            victim.pidFile());
  }
}
