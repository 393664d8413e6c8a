package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;

/**
 * A certificate and its key that take the place of others. Two files cannot be renamed at once, and
 * etcd starts with no pair that does not match: so both are there before under names of their own,
 * from where etcd-run puts them in place at a boot after a power cut.
 */
final class StagedPair {
  private StagedPair() {}

  static HostPath nextOf(HostPath file) {
    return file.parent().child("." + file.name() + "-next");
  }

  /** The key is staged first: a staged certificate says that its key is staged or in place. */
  static void replace(Host host, NodeFile certificate, NodeFile key) {
    host.remove(nextOf(certificate.path()));
    host.write(staged(key));
    host.write(staged(certificate));
    host.write(key);
    host.write(certificate);
    host.remove(nextOf(key.path()));
    host.remove(nextOf(certificate.path()));
  }

  private static NodeFile staged(NodeFile file) {
    return new NodeFile(nextOf(file.path()), file.content(), file.ownership());
  }
}
