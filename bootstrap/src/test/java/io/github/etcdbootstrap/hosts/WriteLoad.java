package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A client on the hosts' network that writes through all members all the time, fails over at once,
 * and remembers each write that was acknowledged: none may be lost.
 */
final class WriteLoad implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final Duration UNTIL_WRITING = Duration.ofMinutes(4);
  private static final Duration UNTIL_SETTLED = Duration.ofMinutes(4);
  private static final int A_FEW = 20;

  private final TestCluster cluster;
  private final Path folder = Folder.temporary("load");
  private final Path notes = folder.resolve("acknowledged");

  /** Of this load's keys alone; a key's value is the rest of its name. */
  private final String prefix = folder.getFileName() + "/";

  private final Background<Result> writing;

  private WriteLoad(TestCluster cluster) {
    this.cluster = cluster;
    this.writing = Background.begin(this::write);
  }

  /** Returns when it writes. */
  static WriteLoad begin(TestCluster cluster) {
    WriteLoad load = new WriteLoad(cluster);
    load.awaitMore();
    return load;
  }

  private Result write() {
    List<String> command = new ArrayList<>(List.of("java", "-XX:TieredStopAtLevel=1", "-Xmx96m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WritingMain.class.getName());
    command.addAll(List.of(cluster.seed.folder().toString(), notes.toString()));
    command.addAll(List.of(prefix, Long.toString(LONGEST.toSeconds())));
    Stream.of(cluster.all()).forEach(host -> command.add(TestHosts.address(host)));
    return cluster.hosts.fromOutside(LONGEST.plusSeconds(20), command.toArray(String[]::new));
  }

  /** A few more writes have been acknowledged from now on. */
  void awaitMore() {
    int before = notesSoFar(notes).size();
    Wait.until(
        "writes are acknowledged",
        UNTIL_WRITING,
        () -> writing.hasEnded() || notesSoFar(notes).size() >= before + A_FEW);
    if (writing.hasEnded()) {
      throw new AssertionError("it writes no more: " + writing.end());
    }
  }

  /**
   * What was acknowledged.
   *
   * @param longestGap between two acknowledgements in a row
   */
  record Acknowledged(Set<String> keys, Duration longestGap, Duration lasted) {
    @Override
    public String toString() {
      return "%d writes acknowledged in %.1f s, longest gap %d ms"
          .formatted(keys.size(), lasted.toMillis() / 1000.0, longestGap.toMillis());
    }
  }

  /** Ends the writing, and finds every acknowledged write: by a quorum, and in each member. */
  Acknowledged endAndFindAll() {
    return endAndFindAll(cluster.all());
  }

  /** The same, where these are the members; the first of them asks. */
  Acknowledged endAndFindAll(Integer... members) {
    awaitMore();
    Acknowledged acknowledged = acknowledged(end());
    assertThat(missing(acknowledged, cluster.etcdctl(members[0], get("l")).expect(0)))
        .as("lost, of " + acknowledged)
        .isEmpty();
    for (int host : members) {
      Wait.until(
          TestHosts.name(host) + " has every acknowledged write",
          UNTIL_SETTLED,
          () -> missing(acknowledged, cluster.etcdctlOfOne(host, get("s")).expect(0)).isEmpty());
    }
    return acknowledged;
  }

  private String get(String consistency) {
    return "get --prefix --consistency=" + consistency + " " + prefix;
  }

  private List<String> end() {
    try {
      Path ended = folder.resolve("ended");
      Files.move(notes, ended);
      writing.end().expect(0);
      return notesSoFar(ended);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> missing(Acknowledged acknowledged, Result keysAndValues) {
    Set<String> missing = new HashSet<>(acknowledged.keys());
    for (Iterator<String> lines = keysAndValues.lines().iterator(); lines.hasNext(); ) {
      String key = lines.next();
      String value = lines.next();
      assertThat(key).isEqualTo(prefix + value);
      missing.remove(value);
    }
    return missing;
  }

  private static Acknowledged acknowledged(List<String> notes) {
    Set<String> keys = new HashSet<>();
    List<Long> times = new ArrayList<>();
    for (String note : notes) {
      int blank = note.indexOf(' ');
      times.add(Long.valueOf(note.substring(0, blank)));
      keys.add(note.substring(blank + 1));
    }
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    long lasted = times.get(times.size() - 1) - times.get(0);
    return new Acknowledged(keys, Duration.ofMillis(longest), Duration.ofMillis(lasted));
  }

  /** A last line may just be being written. */
  private static List<String> notesSoFar(Path file) {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Folder.remove(folder);
  }
}
