package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A copy of the seed for each host, which nobody can write to, and no other host sees. */
final class PrivateSeeds {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** How a refusal prints the lines of a file. */
  private static final String LINE = "  do:   ";

  private final Map<Integer, Path> copies = new TreeMap<>();

  private PrivateSeeds() {}

  /** In place of the stick that they share. */
  static PrivateSeeds plugIn(TestCluster cluster) {
    PrivateSeeds seeds = new PrivateSeeds();
    for (int host : cluster.all()) {
      Path copy = Folder.temporary("copy");
      List<String> command = List.of("cp", "-a", cluster.seed.folder() + "/.", copy.toString());
      LocalCommand.run(Map.of(), TIMEOUT, command).expect(0);
      cluster.hosts.unplug(host);
      cluster.hosts.plugReadOnly(host, copy);
      seeds.copies.put(host, copy);
    }
    return seeds;
  }

  /** The complete birth.yml that a refusal prints. */
  static String birthIn(Result refusal) {
    return refusal
        .err()
        .lines()
        .filter(line -> line.startsWith(LINE))
        .map(line -> line.substring(LINE.length()) + "\n")
        .collect(Collectors.joining());
  }

  /** What the owner does as he was told: the same file in every copy. */
  void putBirth(String birth) {
    try {
      for (Path copy : copies.values()) {
        Files.writeString(copy.resolve("birth.yml"), birth);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
