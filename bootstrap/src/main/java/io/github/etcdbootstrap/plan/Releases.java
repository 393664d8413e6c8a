package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import java.util.Map;

/** Where etcd's tarballs come from. */
public interface Releases {
  /**
   * Unpacks the three programs into {@code staging} while the tarball is hashed, in one pass, from
   * the first source whose bytes have the wanted sum. Does not commit.
   *
   * @return the sum of each unpacked program
   * @throws HostFailure if no source gave it; names each one's failure
   */
  Map<String, Sha256> unpack(Release release, Staging staging);
}
