package io.github.etcdbootstrap.openrc;

import static io.github.etcdbootstrap.openrc.GuardedHost.INSTALL_ID;
import static io.github.etcdbootstrap.openrc.GuardedHost.STRANGER;
import static io.github.etcdbootstrap.openrc.GuardedHost.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.openrc.GuardedHost.Ended;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell script that stands before every start of etcd, run by a real shell. */
class EtcdRunTest extends GuardedStart {
  // --- A log is there ---

  @Test
  void dataThatRanBeforeStartsWithConfYml() throws Exception {
    host.withLog();

    assertStarts("unknown");

    assertThat(host.starts()).containsExactly("--config-file=" + host.conf);
  }

  @Test
  void aPermitIsVoidWhereThereIsData() throws Exception {
    host.withLog();
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(MEMBER);

    host.ended();

    assertThat(host.starts()).containsExactly("--config-file=" + host.conf);
    assertThat(host.run.resolve("first.yml")).doesNotExist();
  }

  // --- A permit ---

  @Test
  void aPermitIsGoodForOneStart() throws Exception {
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(MEMBER);
    Files.writeString(host.disk().resolve("device/cid"), "CARD-2\n");
    Files.writeString(host.marks.resolve("data-disk"), "CARD-1\n/sys/x\n");

    assertThat(host.ended().status()).isZero();
    assertThat(host.marks.resolve("data-disk")).content().startsWith("CARD-2\n");
    assertRefusedAfterwards(host.data.toString(), "no permit", COMMAND);

    assertThat(host.starts()).containsExactly("--config-file=" + host.run.resolve("used.yml"));
    assertThat(host.run.resolve("first.yml")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-1f", "x-k3s-m-1-unknown", "../marks/" + MEMBER, ""})
  void aPermitOfNoMarkIsNone(String stem) throws Exception {
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(stem);
    assertRefused("belongs to no mark");
    assertThat(host.run.resolve("first.yml")).exists();
  }

  @Test
  void aPermitOfAnotherCardIsNone() throws Exception {
    host.withMark(MEMBER, "intended", STRANGER);
    host.withPermit(MEMBER);
    assertRefused("belongs to no mark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"started", "left"})
  void aPermitForAMemberThatHasRunIsNone(String state) throws Exception {
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withMark(MEMBER, state, INSTALL_ID);
    host.withPermit(MEMBER);
    assertRefused("has run before");
  }

  // --- Refusals ---

  @Test
  void neitherLogNorPermitIsRefused() throws Exception {
    Files.createDirectories(host.data.resolve("member/snap"));
    Files.writeString(host.data.resolve("member/snap/db"), "old");

    assertRefused(host.data.toString(), "member/wal/*.wal", "no permit", COMMAND);
  }

  @Test
  void aRefusalTakesItsTime() throws Exception {
    long began = System.nanoTime();
    host.setting("ETCD_RUN_REFUSAL_SECONDS", "1").ended();
    assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void aStopNeedNotWaitForARefusal() throws Exception {
    Process refusal = host.setting("ETCD_RUN_REFUSAL_SECONDS", "61").start();
    // Not any child: before this one it asks others, and heeds no signal yet.
    eventually(() -> refusal.children().anyMatch(EtcdRunTest::isTheWait));
    List<ProcessHandle> children = refusal.children().toList();
    refusal.toHandle().destroy();

    assertThat(host.end(refusal).status()).isEqualTo(1);
    eventually(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static boolean isTheWait(ProcessHandle child) {
    return GuardedHost.commandLine(child).strip().equals("sleep 61");
  }

  @Test
  void theDataFolderIsNeverCreated() throws Exception {
    Files.delete(host.data);
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(MEMBER);

    assertRefused(host.data.toString(), "is missing");

    assertThat(host.data).doesNotExist();
    assertThat(host.run.resolve("first.yml")).exists();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatCannotBeMarkedIsNotStarted(boolean log) throws Exception {
    host.command("sync", "exit 1");
    host.withMark(MEMBER, "intended", INSTALL_ID);
    if (log) {
      host.withLog();
    } else {
      host.withPermit(MEMBER);
    }

    assertRefused(host.marks + " cannot be written");

    assertThat(host.markNames()).containsExactly(MEMBER + ".intended");
    assertThat(Files.exists(host.run.resolve("first.yml"))).isNotEqualTo(log);
  }

  @Test
  void withoutAPlaceForMarksNothingStarts() throws Exception {
    host.withLog();
    Files.delete(host.marks);
    assertRefused(host.marks + " is missing");
  }

  @Test
  void aMissingProgramDoesNotCostThePermit() throws Exception {
    host.setting("ETCD_PROGRAM", "/nowhere/etcd");
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(MEMBER);
    assertRefused("/nowhere/etcd");
    assertThat(host.run.resolve("first.yml")).exists();
  }

  // --- The question alone, and the log ---

  @Test
  void theQuestionChangesNothing() throws Exception {
    host.setting("ETCD_RUN_REFUSAL_SECONDS", "61");
    Files.writeString(host.log, "x".repeat(300_000));
    assertQuestion(1);
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(MEMBER);
    assertQuestion(0);
    host.withLog();
    assertQuestion(0);
    Files.writeString(host.disk().resolve("device/cid"), "CARD-2\n");
    Files.writeString(host.marks.resolve("data-disk"), "CARD-1\n/sys/x\n");
    assertQuestion(1);
  }

  private void assertQuestion(int status) throws Exception {
    var before = host.everything();
    Ended answer = host.ended("--check");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.output().lines()).hasSize(status);
    assertThat(host.everything()).isEqualTo(before);
  }

  @Test
  void theLogKeepsItsEnd() throws Exception {
    Files.writeString(host.log, "x".repeat(300_000) + "\nlast line\n");
    Object file = Files.getAttribute(host.log, "unix:ino");

    host.ended();

    assertThat(Files.size(host.log)).isEqualTo(65_536);
    assertThat(host.log).content().endsWith("x\nlast line\n");
    assertThat(Files.getAttribute(host.log, "unix:ino")).isEqualTo(file);
  }

  @Test
  void aShortLogStaysWhole() throws Exception {
    Files.writeString(host.log, "x".repeat(260_000));
    host.ended();
    assertThat(Files.size(host.log)).isEqualTo(260_000);
  }
}
