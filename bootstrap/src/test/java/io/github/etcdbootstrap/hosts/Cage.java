package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * This machine as a program in it sees it, but for some folders a copy: what it writes elsewhere is
 * told, and touches nothing here.
 */
final class Cage {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final String SCRIPT =
      """
      set -eu
      cage=$1
      mount -t tmpfs cage "$cage"
      mkdir "$cage/written" "$cage/work" "$cage/all"
      mount -t overlay -o "lowerdir=/,upperdir=$cage/written,workdir=$cage/work" all "$cage/all"
      shift
      while [ "$1" != -- ]; do
        mkdir -p "$cage/all$1"
        mount --rbind "$1" "$cage/all$1"
        shift
      done
      shift
      written() {
        (cd "$cage/written" && find . -printf '%p %y %m %U:%G %s %T@ %l\\n' | sort)
        (cd "$cage/written" && find . -type f -exec sha256sum {} + | sort -k 2)
      }
      before=$(written)
      status=0
      chroot "$cage/all" "$@" || status=$?
      [ "$(written)" = "$before" ] || { echo "written elsewhere:"; written; } >&2
      exit $status
      """;

  private Cage() {}

  /**
   * @param own folders that are the real ones
   */
  static Result run(List<Path> own, List<String> command) {
    Path cage = Folder.temporary("cage");
    try {
      List<String> line =
          new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
      line.addAll(List.of("sh", "-c", SCRIPT, "cage", cage.toString(), "/proc", "/dev"));
      own.forEach(folder -> line.add(folder.toString()));
      line.add("--");
      line.addAll(command);
      return LocalCommand.run(Map.of(), LIMIT, line);
    } finally {
      remove(cage);
    }
  }

  private static void remove(Path cage) {
    try {
      Files.delete(cage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
