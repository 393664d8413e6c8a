package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  @TempDir Path top;
  Process process;

  private final Host live = LiveHost.live(Reading.TRUST_NOTES, Noting.NOTHING);

  @AfterEach
  void end() throws Exception {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Bit rot, or a reinstalled release: what runs is still what was started. */
  @Test
  void isWhatRunsWhateverBecameOfTheFile() throws Exception {
    Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), top.resolve("etcd"));
    Sha256 sum = Sha256.of(Files.readAllBytes(program));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    process = new ProcessBuilder(program.toString(), "300").start();
    awaitName("etcd");
    Files.delete(program);
    Files.writeString(program, "another");

    assertThat(live.program(process.pid()))
        .contains(new Host.Program(sum, System.getProperty("user.name")));
  }

  @Test
  void aScriptIsNoProgramOfItsOwn() throws Exception {
    Path script = Files.writeString(top.resolve("etcd-run"), "#!/bin/sh\nsleep 300 & wait\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    process = new ProcessBuilder(script.toString()).start();
    awaitName("etcd-run");

    assertThat(live.program(process.pid())).isEmpty();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void nobodyRunsNothing() {
    assertThat(live.program(4_194_305)).isEmpty();
  }

  private void awaitName(String name) throws Exception {
    Processes processes = new Processes(Path.of("/proc"));
    while (processes.of(process.pid()).filter(p -> p.program().equals(name)).isEmpty()) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(5);
    }
  }
}
