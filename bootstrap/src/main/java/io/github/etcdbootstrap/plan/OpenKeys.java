package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Private keys in the seed that others on this host can read: said, and the owner's to mend. */
public final class OpenKeys {
  /** Their files have no modes of their own; the mount's options give one to all. */
  private static final Set<String> MODELESS =
      Set.of("vfat", "msdos", "exfat", "fuseblk", "ntfs", "ntfs3", "cifs", "smb3");

  private static final int OTHERS = 077;

  private OpenKeys() {}

  /** A warning, if there are any. */
  public static Optional<String> warning(Host host, Seed seed) {
    return seed.folder()
        .flatMap(folder -> warning(host, folder, open(host, folder, seed.list(""))));
  }

  private static Optional<String> warning(Host host, HostPath folder, List<HostPath> open) {
    if (open.isEmpty()) {
      return Optional.empty();
    }
    String keys = "private keys in " + folder + " can be read by other users";
    String type = host.mount(folder).type();
    return Optional.of(
        MODELESS.contains(type)
            ? keys + ": files on " + type + " have no modes; mount it with the option umask=077"
            : keys + ": chmod 600 " + words(open));
  }

  private static List<HostPath> open(Host host, HostPath folder, List<String> names) {
    return names.stream()
        .filter(name -> name.endsWith("-key.pem"))
        .map(folder::child)
        .filter(path -> isOpen(host.look(path)))
        .toList();
  }

  private static boolean isOpen(FileState file) {
    return file.is(FileState.Kind.FILE)
        && file.ownership().filter(o -> (o.mode() & OTHERS) != 0).isPresent();
  }

  private static String words(List<HostPath> paths) {
    return paths.stream().map(HostPath::value).collect(Collectors.joining(" "));
  }
}
