package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Commands commands = new Commands(Commands.PATH);

  private Commands.Outcome sh(String script) {
    return commands.run(LIMIT, "sh", "-c", script);
  }

  @Test
  @Timeout(10)
  void aDaemonThatHoldsThePipesIsNotWaitedFor() {
    Commands.Outcome outcome = sh("sleep 30 & echo $!; echo hi");
    String[] lines = outcome.out().split("\n");
    assertThat(lines).hasSize(2).endsWith("hi");
    assertThat(ProcessHandle.of(Long.parseLong(lines[0])).map(ProcessHandle::destroy))
        .as("the daemon lived on")
        .contains(true);
  }

  @Test
  @Timeout(10)
  void aDaemonThatKeepsTalkingIsNotListenedTo() {
    Commands.Outcome outcome = sh("yes & echo $! >&2");
    assertThat(outcome.exit()).isZero();
    ProcessHandle.of(Long.parseLong(outcome.err())).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void tellsExitAndBothOutputs() {
    Commands.Outcome outcome = sh("echo out; echo ' * wrong' >&2; echo more >&2; exit 3");
    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.out()).isEqualTo("out");
    assertThat(outcome.words()).isEqualTo("* wrong; more");
    assertThatThrownBy(() -> outcome.orFail("do this"))
        .isInstanceOf(HostFailure.class)
        .hasMessageEndingWith("failed: * wrong; more");
  }

  @Test
  void muchOutputIsReadButNotKept() {
    Commands.Outcome outcome = sh("head -c 3000000 /dev/zero | tr '\\0' x; echo end >&2");
    assertThat(outcome.out()).hasSize(64 << 10);
    assertThat(outcome.err()).isEqualTo("end");
  }

  @Test
  void theEnvironmentIsClean() {
    assertThat(sh("env; pwd").out().lines())
        .contains("LC_ALL=C", "PATH=" + Commands.PATH, "/")
        .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("JAVA"));
  }

  @Test
  void argumentsAreHandedOnAsTheyAre() {
    assertThat(commands.run(LIMIT, "printf", "[%s]", "a b", "\"q\"", "$HOME", "").out())
        .isEqualTo("[a b][\"q\"][$HOME][]");
  }

  @Test
  @Timeout(120)
  void aHangingCommandIsEndedEvenIfItDoesNotHeed() {
    assertThatThrownBy(() -> commands.run(Duration.ofMillis(300), "sleep", "30"))
        .isInstanceOf(HostFailure.class)
        .hasMessageStartingWith("`sleep 30` did not end within");
    String deaf = "trap '' TERM; echo why; while :; do sleep 0.1; done";
    Duration limit = Duration.ofMillis(300);
    String said = failure(limit, "sh", "-c", deaf);
    // On a busy machine it may not have come to a word by then.
    for (int tries = 0; tries < 3 && !said.endsWith(": why"); tries++) {
      limit = limit.multipliedBy(6);
      said = failure(limit, "sh", "-c", deaf);
    }
    assertThat(said).endsWith(": why");
  }

  private String failure(Duration limit, String program, String... arguments) {
    return catchThrowableOfType(HostFailure.class, () -> commands.run(limit, program, arguments))
        .getMessage();
  }

  @Test
  void aMissingProgramIsSaid() {
    assertThat(commands.has("sh")).isTrue();
    assertThat(commands.has("no-such-program")).isFalse();
    assertThatThrownBy(() -> commands.run(LIMIT, "no-such-program", "x"))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("there is no program no-such-program");
  }

  @Test
  void programsAreFoundOnTheGivenPathOnly(@TempDir Path bin) throws IOException {
    Path program = Files.writeString(bin.resolve("tool"), "#!/bin/sh\necho mine\n");
    assertThat(new Commands(bin.toString()).has("tool")).isFalse();
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(new Commands(bin.toString()).run(LIMIT, "tool").out()).isEqualTo("mine");
    assertThat(new Commands(bin.toString()).has("sh")).isFalse();
  }
}
