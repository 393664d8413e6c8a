package io.github.etcdbootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JAR itself makes seeds: killed anywhere, and watched by strace. */
class SeedInitJarTest {
  private static final Path JAR = Path.of("target/etcd-bootstrap.jar").toAbsolutePath();

  /** Three members' keys and certificates, and all else; beside them the authority's two. */
  private static final int FILES = 17 + 2;

  private static final String VARIABLE = "ETCD_BOOTSTRAP_CA_PASSPHRASE";
  private static final String SECRET = "correct-horse";

  @TempDir Path folder;

  @Test
  void goesOnAfterAKillAtAnyMoment() throws Exception {
    for (int after = 0; after < FILES; after++) {
      Path seed = folder.resolve("seed-" + after);
      Process process = start(jar(init(seed)));
      while (process.isAlive() && made(seed) < after) {
        Thread.onSpinWait();
      }
      process.destroyForcibly().waitFor();
      assertKeysAreTheOwnersAlone(seed);
      assertThat(run(jar(init(seed)))).contains("is ready. Next:");
      assertThat(made(seed)).isEqualTo(FILES);
      assertThat(run(jar("certs", "check", "--seed", "" + seed))).doesNotContain("bad");
    }
  }

  @Test
  void goesOnAfterAKillWhileKeysAreRenewed() throws Exception {
    Path seed = folder.resolve("seed");
    run(jar(init(seed)));
    for (int ms = 0; ms < 8; ms++) {
      long before = newest(seed);
      Process process = start(jar("certs", "renew", "--new-keys", "--seed", "" + seed));
      while (process.isAlive() && newest(seed) == before) {
        Thread.onSpinWait();
      }
      process.waitFor(3 * ms, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      assertKeysAreTheOwnersAlone(seed);
      assertThat(run(jar(init(seed)))).contains("is ready. Next:");
      assertThat(made(seed)).isEqualTo(FILES);
      assertThat(run(jar("certs", "check", "--seed", "" + seed))).doesNotContain("bad");
    }
  }

  /** With a umask that forbids nothing. */
  @Test
  void noKeyIsReadableByOthersNotForAnInstant() throws Exception {
    Path seed = folder.resolve("seed");
    Path trace = folder.resolve("trace");
    for (String[] command :
        List.of(init(seed), new String[] {"certs", "renew", "--new-keys", "--seed", "" + seed})) {
      String line =
          "umask 0; exec strace -f -qq -s 300 -e trace=%%file,fchmod,write -o %s %s"
              .formatted(trace, String.join(" ", jar(command)));
      String said = run("sh", "-c", line);
      assertThat(said).doesNotContain("PRIVATE KEY");
      List<String> calls = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
      List<String> made =
          calls.stream().filter(c -> c.contains("O_CREAT") && c.contains("-key.pem")).toList();
      // A call during which another thread made one is written on two lines.
      assertThat(made)
          .hasSizeGreaterThanOrEqualTo(7)
          .allMatch(c -> c.matches(".*, 0600(\\)| <unfinished).*"));
      assertThat(calls).noneMatch(c -> c.contains("chmod") && c.contains("key.pem"));
      assertThat(calls.stream().filter(c -> c.contains("PRIVATE KEY")))
          .as("what is written where")
          .allMatch(c -> !c.contains("write(1,") && !c.contains("write(2,"));
    }
  }

  @Test
  void thePassphraseIsAskedForAtATerminalAndNotShown() throws Exception {
    Path seed = folder.resolve("seed");
    String line = String.join(" ", jar(init(seed))) + " --passphrase";
    Process process =
        new ProcessBuilder("script", "-qec", line, "/dev/null").redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    answer(process, said, "Passphrase for the authority's key: ");
    answer(process, said, "The same again: ");
    said.append(new String(process.getInputStream().readAllBytes()));
    assertThat(process.waitFor()).as(said.toString()).isZero();
    assertThat(said).contains("is ready. Next:").doesNotContain(SECRET);
    assertOpensTheKey(seed);
  }

  private static void answer(Process process, StringBuilder said, String question)
      throws IOException {
    while (said.indexOf(question) < 0) {
      int next = process.getInputStream().read();
      assertThat(next).as(said.toString()).isNotNegative();
      said.append((char) next);
    }
    process.getOutputStream().write((SECRET + "\n").getBytes());
    process.getOutputStream().flush();
  }

  @Test
  void thePassphraseMayBeInAVariable() throws Exception {
    Path seed = folder.resolve("seed");
    List<String> command = new ArrayList<>(List.of("env", VARIABLE + "=" + SECRET));
    command.addAll(List.of(jar(init(seed))));
    assertThat(run(command.toArray(String[]::new))).doesNotContain(SECRET);
    assertOpensTheKey(seed);
    Files.delete(seed.resolve("client.pem"));
    assertThat(run(command.toArray(String[]::new))).contains("client.pem: issued");
  }

  private void assertOpensTheKey(Path seed) throws Exception {
    String key = seed + "-ca/ca-key.pem";
    run("openssl", "pkey", "-noout", "-in", key, "-passin", "pass:" + SECRET);
  }

  private static String[] init(Path seed) {
    return new String[] {
      "seed",
      "init",
      "--cluster",
      "x",
      "--dir",
      seed.toString(),
      "--member",
      "a=10.0.0.1",
      "--member",
      "b=10.0.0.2",
      "--member",
      "c=10.0.0.3"
    };
  }

  private static String[] jar(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process process = start(command);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(folder.resolve("said"));
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** Of the seed and its authority, without what is only half written. */
  private static int made(Path seed) throws IOException {
    return (int)
        files(seed).stream().filter(f -> !f.getFileName().toString().startsWith(".")).count();
  }

  private static long newest(Path seed) throws IOException {
    long newest = 0;
    for (Path file : files(seed)) {
      newest = Math.max(newest, file.toFile().lastModified());
    }
    return newest + files(seed).size();
  }

  private static void assertKeysAreTheOwnersAlone(Path seed) throws IOException {
    for (Path file : files(seed)) {
      if (file.getFileName().toString().contains("-key.pem")) {
        assertThat(Files.getPosixFilePermissions(file))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  private static List<Path> files(Path seed) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path each : List.of(seed, seed.resolveSibling(seed.getFileName() + "-ca"))) {
      if (Files.isDirectory(each)) {
        try (Stream<Path> files = Files.list(each)) {
          files.forEach(all::add);
        }
      }
    }
    return all;
  }
}
