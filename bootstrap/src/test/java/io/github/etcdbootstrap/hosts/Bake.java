package io.github.etcdbootstrap.hosts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged JAR's `bake`, run on this machine. */
final class Bake {
  private static final Path JAR = Path.of("target", "etcd-bootstrap.jar").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private Bake() {}

  static Result run(Path root, TestSeed seed, String... options) {
    return LocalCommand.run(Map.of(), LIMIT, command(root, seed, options));
  }

  /** Elsewhere on earth, and by somebody whose files are nobody else's. */
  static Result elsewhere(Path root, TestSeed seed, String... options) {
    List<String> line = new ArrayList<>(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
    line.addAll(command(root, seed, options));
    return LocalCommand.run(Map.of("TZ", "Asia/Tokyo", "LC_ALL", "tr_TR.UTF-8"), LIMIT, line);
  }

  /** Where it can do no harm outside the root's place; what it tried is said on standard error. */
  static Result inCage(Path root, TestSeed seed, String... options) {
    List<Path> own = List.of(root.getParent(), seed.folder(), JAR.getParent());
    return Cage.run(own, command(root, seed, options));
  }

  private static List<String> command(Path root, TestSeed seed, String... options) {
    // Else each Java notes in a file of its own how it fares.
    List<String> command =
        new ArrayList<>(List.of("java", "-XX:-UsePerfData", "-jar", JAR.toString(), "bake"));
    command.addAll(List.of("--root", root.toString(), "--seed", seed.folder().toString()));
    command.addAll(List.of(options));
    return command;
  }

  /** The card of a host that is off. */
  static void card(TestHosts hosts, TestSeed seed, int host, String... options) {
    Path root = hosts.cardOut(host);
    try {
      run(root, seed, options).expect(0);
    } finally {
      hosts.cardIn(host);
    }
  }

  /** The card of a host that is off, for that host's member. */
  static void named(TestHosts hosts, TestSeed seed, int host) {
    card(hosts, seed, host, "--name", TestHosts.name(host));
  }
}
