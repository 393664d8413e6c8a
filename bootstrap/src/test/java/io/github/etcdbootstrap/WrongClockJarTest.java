package io.github.etcdbootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JAR itself on a machine whose clock is wrong: it says so, and neither makes nor changes. */
class WrongClockJarTest {
  private static final Path CLOCK = Path.of("../test-fixtures/hosts.d/clock.c");
  private static final Path JAR = Path.of("target/etcd-bootstrap.jar").toAbsolutePath();
  private static final int REFUSED = 4;

  @TempDir Path top;

  private Path seed;
  private Path lab;

  /** What came of a command. */
  private record Ran(int exit, String said) {}

  @BeforeEach
  void folders() throws Exception {
    seed = top.resolve("seed");
    lab = top.resolve("lab");
    Process gcc =
        new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", "" + library(), CLOCK.toString())
            .inheritIO()
            .start();
    assertThat(gcc.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-02T00:00:00Z", "2100-01-02T00:00:00Z"})
  void nothingIsMade(String time) throws Exception {
    assertRefused(at(time, init()));
    assertThat(seed).doesNotExist();
    assertThat(top.resolve("seed-ca")).doesNotExist();

    Path tarball = Files.writeString(top.resolve("etcd-v3.5.2-linux-amd64.tar.gz"), "");
    assertRefused(at(time, "lab", "--dir", "" + lab, "--etcd", "" + tarball));
    assertThat(contents(lab)).as("what a lab's folder is known by").containsOnlyKeys("lab.lock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-02T00:00:00Z", "2100-01-02T00:00:00Z"})
  void nothingIsRenewed(String time) throws Exception {
    assertThat(at("now", init()).exit()).isZero();
    Map<String, String> before = contents(seed);
    assertRefused(at(time, "certs", "renew", "--seed", "" + seed));
    assertRefused(at(time, "certs", "renew", "--new-keys", "--seed", "" + seed));
    assertThat(contents(seed)).isEqualTo(before);
  }

  @Test
  void whatIsThereIsToldToBeOfAnotherTime() throws Exception {
    assertThat(at("now", init()).exit()).isZero();
    Map<String, String> before = contents(seed);
    Ran early = at("1970-01-02T00:00:00Z", "seed", "init", "--dir", "" + seed);
    assertThat(early.exit()).as(early.said()).isEqualTo(2);
    assertThat(early.said()).contains("this host's clock says 1970-").contains("do: set the clock");
    assertRefused(at("2100-01-02T00:00:00Z", "seed", "init", "--dir", "" + seed));
    assertThat(contents(seed)).isEqualTo(before);
  }

  private static void assertRefused(Ran ran) {
    assertThat(ran.exit()).as(ran.said()).isEqualTo(REFUSED);
    assertThat(ran.said())
        .startsWith("refused: no certificate is issued: this machine's clock is ")
        .contains("do: set the clock: ")
        .doesNotContain("a bug", "\tat ");
  }

  private String[] init() {
    return new String[] {
      "seed", "init", "--cluster", "x", "--member", "a=10.0.0.1", "--dir", seed.toString()
    };
  }

  private Ran at(String time, String... arguments) throws IOException, InterruptedException {
    long offset = time.equals("now") ? 0 : Instant.parse(time).getEpochSecond() - nowInSeconds();
    Path file = Files.writeString(top.resolve("offset"), Long.toString(offset));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "LD_PRELOAD=" + library(), "CLOCK_OFFSET=" + file));
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Path said = top.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ran(process.exitValue(), Files.readString(said));
  }

  private static long nowInSeconds() {
    return System.currentTimeMillis() / 1000;
  }

  private Path library() {
    return top.resolve("clock.so");
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
