package io.github.etcdbootstrap.openrc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/** The test hosts' busybox: ash and the commands that Alpine has. */
final class Applets {
  private Applets() {}

  /** A folder of them below {@code root}; empty where no test hosts were ever made. */
  static Optional<Path> install(Path root) throws Exception {
    Optional<Path> busybox = busybox();
    if (busybox.isEmpty()) {
      return Optional.empty();
    }
    Path applets = Files.createDirectory(root.resolve("applets"));
    Path copy = applets.resolve("busybox");
    Files.copy(busybox.get(), copy, StandardCopyOption.COPY_ATTRIBUTES);
    new ProcessBuilder(copy.toString(), "--install", "-s", applets.toString()).start().waitFor();
    return Optional.of(applets);
  }

  private static Optional<Path> busybox() throws IOException {
    String home = System.getenv("XDG_CACHE_HOME");
    Path cache =
        home == null || home.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(home);
    Path folder = cache.resolve("etcd-bootstrap");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> roots = Files.list(folder)) {
      return roots
          .filter(path -> path.getFileName().toString().startsWith("root-"))
          .map(path -> path.resolve("bin/busybox"))
          .filter(Files::isExecutable)
          .sorted()
          .findFirst();
    }
  }
}
