package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A stick: an empty folder that becomes a seed as its owner makes one, with cfssl. */
final class TestSeed implements AutoCloseable {
  /** The etcd that it asks for at first. */
  static final String FIRST = "3.5.2";

  private static final Path FIXTURES = Path.of("..", "test-fixtures").toAbsolutePath().normalize();
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final String CLUSTER_YML = "cluster.yml";

  private final Path stick;
  private final Path folder;
  private final Runnable pull;

  private TestSeed(Path stick, Path folder, Runnable pull) {
    this.stick = stick;
    this.folder = folder;
    this.pull = pull;
  }

  /** A stick whose top folder is to be the seed. */
  static TestSeed onStick() {
    Path stick = Folder.temporary("stick");
    return new TestSeed(stick, stick, () -> {});
  }

  /** A stick with a file system of its own. */
  static TestSeed on(FatStick stick) {
    return new TestSeed(stick.folder(), stick.folder(), stick::close);
  }

  /** A stick on which `seed` is to be the seed. */
  static TestSeed inFolderOfStick() {
    Path stick = Folder.temporary("stick");
    return new TestSeed(stick, stick.resolve("seed"), () -> {});
  }

  /** Certificates of its own, a release of etcd, and cluster.yml by these options of cfssl-seed. */
  TestSeed make(String... options) {
    List<String> command = new ArrayList<>();
    command.add(FIXTURES.resolve("seeds/cfssl-seed").toString());
    command.add(folder.toString());
    command.addAll(List.of("--etcd", release(FIRST)));
    command.addAll(List.of(options));
    LocalCommand.run(Map.of(), TIMEOUT, command).expect(0);
    return this;
  }

  private static String release(String... version) {
    return releaseFor("amd64", version);
  }

  /** The tarball for this processor. */
  static String releaseFor(String processor, String... version) {
    List<String> command = new ArrayList<>(List.of(FIXTURES.resolve("etcd/release").toString()));
    command.addAll(List.of(version));
    command.add(processor);
    return LocalCommand.run(Map.of(), TIMEOUT, command).expect(0).out().strip();
  }

  /** cluster.yml asks for this version, whose tarball lies beside the others. */
  void want(String version) {
    Path tarball = Path.of(release(version));
    Path here = file(tarball.getFileName().toString());
    if (Files.notExists(here)) {
      try {
        Files.copy(tarball, here);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    wantOnly(version, "  sha256: {amd64: \"" + release("--sum", version) + "\"}\n");
  }

  /** Which cluster.yml asks for. */
  String version() {
    return text(CLUSTER_YML).replaceFirst("(?s).*\n  version: \"?([0-9.]+).*", "$1");
  }

  /** cluster.yml asks for a version of which nothing is here. */
  void wantWithoutTarball(String version) {
    wantOnly(version, "");
  }

  private void wantOnly(String version, String sum) {
    String old = text(CLUSTER_YML).replaceAll("(?m)^  sha256: .*\n", "");
    write(old.replaceFirst("(?m)^  version: .*\n", "  version: " + version + "\n" + sum));
  }

  /** The only tuning in cluster.yml. */
  void tune(String key, int value) {
    String old = text(CLUSTER_YML).replaceAll("(?m)^tuning: .*\n", "");
    write(old + "tuning: {" + key + ": " + value + "}\n");
  }

  /** cluster.yml has addresses alone, whatever names the certificates cover. */
  void dropDomain() {
    write(text(CLUSTER_YML).replaceAll("(?m)^domain: .*\n", ""));
  }

  /** cluster.yml names these hosts as the members. */
  void members(Integer... hosts) {
    String members =
        Stream.of(hosts)
            .map(host -> TestHosts.name(host) + ": " + TestHosts.address(host))
            .collect(Collectors.joining(", ", "members: {", "}\n"));
    write(text(CLUSTER_YML).replaceFirst("(?m)^members: .*\n", members));
  }

  private void write(String clusterYml) {
    try {
      Files.writeString(file(CLUSTER_YML), clusterYml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is pulled and plugged. */
  Path stick() {
    return stick;
  }

  Path folder() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it was before any run: no birth, no marks. */
  void forget() {
    try {
      for (Path file : Folder.list(folder)) {
        String name = file.getFileName().toString();
        if (name.equals("members")) {
          Folder.remove(file);
        } else if (name.startsWith("birth") || name.startsWith(".")) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    pull.run();
    Folder.remove(stick);
  }
}
