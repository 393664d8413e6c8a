package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.plan.Host;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  @TempDir Path folder;

  private final Processes processes = new Processes(Path.of("/proc"));

  @Test
  void whoHoldsAFileOrADeletedOne() throws Exception {
    Path data = Files.createDirectories(folder.resolve("etcd/member"));
    Path other = Files.createDirectories(folder.resolve("etcd-other"));
    String script = "exec 3>\"$1/file\"; rm \"$1/file\"; echo ready; exec sleep 300";
    Process holder = start(script, data);
    Process stranger = start(script, other);
    try (FileChannel ours =
        FileChannel.open(
            data.resolve("ours"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(ours.isOpen()).isTrue();
      assertThat(processes.holdersOf(folder.resolve("etcd")))
          .extracting(Host.Process::pid)
          .containsExactly(holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
      stranger.destroyForcibly().waitFor();
    }
    assertThat(processes.holdersOf(folder.resolve("etcd"))).isEmpty();
  }

  @Test
  void whichLogAProcessHasOpenOrADeletedOne() throws Exception {
    Path log = Files.createDirectories(folder.resolve("log"));
    String script = "exec 3>\"$1/a\" 4>\"$1/0.wal\"; rm \"$1/0.wal\"; echo ready; exec sleep 300";
    Process holder = start(script, log);
    try {
      assertThat(processes.openedBy(holder.pid(), ".wal")).contains(log.resolve("0.wal"));
      assertThat(processes.openedBy(holder.pid(), ".snap")).isEmpty();
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(processes.openedBy(holder.pid(), ".wal")).isEmpty();
  }

  private static Process start(String script, Path folder) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", script, "sh", folder.toString()).start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  @Test
  void aNameMayHoldBracketsAndAZombieDoesNotRun() throws IOException {
    stat("10", "10 (we) ird (x) S 7 10 10 0 -1 1 2 3 4 5 6 7 8 9 10 11 1 0 4711 99");
    stat("11", "11 (gone) Z 7 11 11 0 -1 1 2 3 4 5 6 7 8 9 10 11 1 0 4712 99");
    stat("12", "nonsense");
    Files.createDirectories(folder.resolve("sys"));
    Processes recorded = new Processes(folder);
    assertThat(recorded.childrenOf(7))
        .containsExactly(new Processes.Running(10, "we) ird (x", 7, "4711"));
    assertThat(recorded.of(11)).isEmpty();
    assertThat(recorded.runs(new Processes.Running(10, "etcd", 7, "4000"))).isFalse();
  }

  /** An etcd in a container has the same name, and may have the same arguments. */
  @Test
  void whoSeesOtherFilesIsNotHere() throws IOException {
    for (String pid : new String[] {"10", "11"}) {
      stat(pid, pid + " (etcd) S 1 10 10 0 -1 1 2 3 4 5 6 7 8 9 10 11 1 0 4711 99");
    }
    namespace("self", "mnt:[4026531840]");
    namespace("10", "mnt:[4026531840]");
    namespace("11", "mnt:[4026532999]");

    assertThat(new Processes(folder).namedHere("etcd"))
        .extracting(Processes.Running::pid)
        .containsExactly(10L);
  }

  private void namespace(String process, String mounts) throws IOException {
    Path ns = Files.createDirectories(folder.resolve(process).resolve("ns"));
    Files.createSymbolicLink(ns.resolve("mnt"), Path.of(mounts));
  }

  private void stat(String pid, String text) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve(pid)).resolve("stat"), text);
  }
}
