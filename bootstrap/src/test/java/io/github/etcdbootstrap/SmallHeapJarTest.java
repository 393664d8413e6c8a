package io.github.etcdbootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All damaged input, and the largest there is, in the heap that a Pi can spare. */
class SmallHeapJarTest {
  private static final int LEAST = 30_000;
  private static final int MINUTES = 20;

  @TempDir Path folder;

  @Test
  void isEnoughForAnyInput() throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapMain.class.getName(),
                Files.createDirectory(folder.resolve("work")).toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();

    assertThat(Files.readString(said)).matches("\\d+ cases\n");
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Integer.parseInt(Files.readString(said).replaceAll("\\D", ""))).isGreaterThan(LEAST);
  }
}
