package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.text.Shown;
import io.github.etcdbootstrap.text.YamlFields;
import java.util.Optional;
import java.util.Set;

/** `data-dir` of cluster.yml: a folder that may become etcd's alone. */
final class DataFolder {
  static final HostPath DEFAULT = HostPath.of("/var/lib/etcd");

  /** Folders of the system: their owner and mode are not etcd's to have. */
  private static final Set<String> SYSTEM =
      Set.of(
          "/",
          "/home",
          "/media",
          "/mnt",
          "/opt",
          "/root",
          "/srv",
          "/tmp",
          "/var",
          "/var/lib",
          "/var/log",
          "/var/cache",
          "/var/spool",
          "/var/tmp");

  /** Nothing in these either: not kept over a boot, or somebody else's altogether. */
  private static final Set<String> SYSTEM_TREES =
      Set.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/lib",
          "/lib64",
          "/proc",
          "/run",
          "/sbin",
          "/sys",
          "/usr",
          "/var/run",
          "/var/lock",
          "/var/lib/etcd-bootstrap");

  private DataFolder() {}

  static HostPath read(YamlFields fields, String key) {
    Optional<String> text = fields.string(key);
    if (text.isEmpty()) {
      return DEFAULT;
    }
    Optional<HostPath> path = path(text.get());
    if (path.isEmpty()) {
      fields.problem(
          key,
          "is "
              + Shown.text(text.get())
              + ", expected an absolute path without `..`, `//`, spaces"
              + " or a slash at its end",
          "write it such as " + DEFAULT);
    } else if (isSystems(path.get())) {
      fields.problem(
          key,
          "is " + path.get() + ", which is the system's",
          "give etcd a folder of its own on a disk, such as " + DEFAULT);
    }
    return path.orElse(DEFAULT);
  }

  private static Optional<HostPath> path(String text) {
    try {
      // The shell and conf.yml read it too; what needs quotes there is not worth having.
      return Optional.of(HostPath.of(text)).filter(p -> text.matches("[A-Za-z0-9/._+@:=-]+"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isSystems(HostPath path) {
    return SYSTEM.contains(path.value())
        || SYSTEM_TREES.stream().anyMatch(tree -> path.isUnder(HostPath.of(tree)));
  }
}
