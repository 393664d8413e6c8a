package io.github.etcdbootstrap.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command by which README starts a cluster over; a host may sleep through several of them. */
class StartingOverTest {
  @TempDir Path seed;

  @Test
  void everyEarlierBirthIsKept() throws Exception {
    for (String birth : List.of("first", "second", "third")) {
      Files.writeString(seed.resolve(Birth.FILE), birth);
      startOver();
      // Names have seconds: who starts over twice in one is not heard.
      Thread.sleep(1_100);
    }

    assertThat(seed.resolve(Birth.FILE)).doesNotExist();
    try (Stream<Path> files = Files.list(seed)) {
      assertThat(files)
          .allMatch(file -> Birth.isEarlierFile(file.getFileName().toString()))
          .extracting(Files::readString)
          .containsExactlyInAnyOrder("first", "second", "third");
    }
  }

  /** Nothing is overwritten even then. */
  @Test
  void startingOverTwiceAtOnceKeepsBoth() throws Exception {
    Files.writeString(seed.resolve(Birth.FILE), "first");
    startOver();
    Files.writeString(seed.resolve(Birth.FILE), "second");
    startOver();

    try (Stream<Path> files = Files.list(seed)) {
      assertThat(files).hasSize(2);
    }
  }

  private void startOver() throws IOException, InterruptedException {
    String line =
        Files.readAllLines(Path.of("..", "README.md")).stream()
            .map(String::strip)
            .filter(l -> l.startsWith("mv ") && l.contains(Birth.FILE))
            .findFirst()
            .orElseThrow();
    new ProcessBuilder("sh", "-c", line).directory(seed.toFile()).start().waitFor();
  }
}
