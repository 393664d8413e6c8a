package io.github.etcdbootstrap.model;

import java.net.URI;
import java.util.List;

/**
 * An etcd release as it is wanted on a host: the sum decides, so any source is as safe as another.
 *
 * @param sum of the whole tarball
 * @param sources where the tarball may be, in the order to try; each is the tarball's own URI
 */
public record Release(
    EtcdVersion version, Architecture architecture, Sha256 sum, List<URI> sources) {
  /** The programs that are taken from a release; nothing else of it is. */
  public static final List<String> PROGRAMS = List.of("etcd", "etcdctl", "etcdutl");

  public Release {
    sources = List.copyOf(sources);
  }

  /** The name without `.tar.gz`: also the folder in the tarball. */
  public String name() {
    return nameOf(version, architecture);
  }

  public static String nameOf(EtcdVersion version, Architecture architecture) {
    return "etcd-v" + version + "-linux-" + architecture;
  }
}
