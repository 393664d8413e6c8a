package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RespawnTest {
  @TempDir private Path folder;
  private final BlockingQueue<Process> started = new LinkedBlockingQueue<>();

  private Process started() throws InterruptedException {
    Process process = started.poll(30, TimeUnit.SECONDS);
    assertThat(process).isNotNull();
    return process;
  }

  @Test
  void startsAgainWhatEnds() throws Exception {
    Path log = folder.resolve("log");
    Commands commands = new Commands(Commands.PATH);
    Respawn respawn =
        new Respawn(
            Duration.ofMillis(10),
            folder.resolve("pid"),
            log,
            () -> {
              Process process = commands.begin(log, "sleep", List.of("1000"));
              started.add(process);
              return process;
            });
    respawn.begin();
    Process first = started();
    first.destroyForcibly();
    Process second = started();

    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(respawn.isKeeping()).isTrue();

    respawn.end();
    second.destroyForcibly().waitFor();
    assertThat(respawn.isKeeping()).isFalse();
    assertThat(started.poll(200, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void whatCannotBeStartedIsTriedAgain() throws Exception {
    Path log = folder.resolve("log");
    Path program = folder.resolve("program");
    Commands commands = new Commands(folder + ":" + Commands.PATH);
    Respawn respawn =
        new Respawn(
            Duration.ofMillis(10),
            folder.resolve("pid"),
            log,
            () -> {
              boolean first = started.isEmpty() && !Files.exists(log);
              Process process =
                  commands.begin(
                      folder.resolve("out"), first ? "sleep" : program.toString(), List.of("1000"));
              started.add(process);
              return process;
            });
    respawn.begin();
    Files.writeString(log, "");
    started().destroyForcibly();
    while (Files.readString(log).isEmpty()) {
      Thread.onSpinWait();
    }

    assertThat(Files.readString(log)).contains("cannot be started", "program");
    respawn.end();
  }
}
