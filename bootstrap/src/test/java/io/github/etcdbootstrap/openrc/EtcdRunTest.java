package io.github.etcdbootstrap.openrc;

import static io.github.etcdbootstrap.openrc.GuardedHost.ID;
import static io.github.etcdbootstrap.openrc.GuardedHost.INSTALL_ID;
import static io.github.etcdbootstrap.openrc.GuardedHost.STRANGER;
import static io.github.etcdbootstrap.openrc.GuardedHost.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.openrc.GuardedHost.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell script that stands before every start of etcd, run by a real shell. */
class EtcdRunTest {
  private static final String MEMBER = "x-k3s-m-1-" + ID;
  private static final String COMMAND = "java -jar etcd-bootstrap.jar";

  private GuardedHost host;

  @BeforeEach
  void host(@TempDir Path folder) throws Exception {
    host = new GuardedHost(folder);
  }

  @AfterEach
  void end() throws Exception {
    host.off();
  }

  // --- A log is there ---

  @Test
  void dataThatRanBeforeStartsWithConfYml() throws Exception {
    host.withLog();

    assertStarts("unknown");

    assertThat(host.starts()).containsExactly("--config-file=" + host.conf);
  }

  @Test
  void aCertificateThatEndsSoonIsSaidAtEachStart() throws Exception {
    host.withLog();
    certificate("x-k3s-m-1", 59);
    certificate("client", 61);
    certificate("ca", 36500);
    Files.writeString(host.conf.resolveSibling("server.pem"), "-----BEGIN CERTIFICATE-----\nAA\n");

    Ended check = host.ended("--check");
    assertThat(check.status()).isZero();
    assertThat(check.output())
        .containsPattern("/x-k3s-m-1.pem ends in 5[89] days: renew it in the seed .certs renew.")
        .doesNotContain("client.pem", "ca.pem", "server.pem");

    assertThat(host.ended().output().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("etcd-run: starting etcd");
  }

  /** Its base64 has END on most of its lines, which is no end. */
  @Test
  void whatACertificateHoldsIsNotTakenForItsFrame() throws Exception {
    host.withLog();
    certificate("XCCXCC-XCCXCC-XCCXCC", 5);
    Path made = host.conf.resolveSibling("XCCXCC-XCCXCC-XCCXCC.pem");
    assertThat(Files.readAllLines(made)).anyMatch(line -> line.matches("[A-Za-z0-9+/]*END.*"));
    assertThat(host.ended("--check").output()).containsPattern(made + " ends in [45] days: ");
  }

  @Test
  void aCertificateThatHasEndedIsSaidSo() throws Exception {
    host.withLog();
    String dates =
        Base64.getEncoder().encodeToString("\n260101000000Z\n260105000000Z\n".getBytes());
    Files.writeString(
        host.conf.resolveSibling("client.pem"),
        "-----BEGIN CERTIFICATE-----\n" + dates + "\n-----END CERTIFICATE-----\n");
    assertThat(host.ended("--check").output())
        .containsPattern("/client.pem ended [0-9]+ days ago: renew it");
  }

  private void certificate(String name, int days) throws Exception {
    Process openssl =
        new ProcessBuilder(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -text"
                    .concat(" -subj /O=2026/CN=" + name + " -days " + days)
                    .concat(" -keyout " + name + "-key.pem -out " + name + ".pem")
                    .split(" "))
            .directory(host.conf.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    openssl.getInputStream().readAllBytes();
    assertThat(openssl.waitFor()).isZero();
  }

  @Test
  void dataOfAnotherDiskIsRefused() throws Exception {
    host.withLog();
    Files.writeString(host.disk().resolve("device/cid"), "CARD-2\n");
    Files.writeString(host.marks.resolve("data-disk"), "CARD-1\n/sys/x\n");

    assertRefused("CARD-1", "CARD-2", host.data.toString());
  }

  @Test
  void anUnreadableDiskMarkSaysTheWorst() throws Exception {
    host.withLog();
    Files.writeString(host.disk().resolve("device/cid"), "CARD-2\n");
    Files.writeString(host.marks.resolve("data-disk"), "");

    assertRefused(host.data.toString());
  }

  @ParameterizedTest
  @CsvSource({"CARD-1, CARD-1", "unknown, CARD-1", "CARD-1,"})
  void theSameDiskOrAnUnknownOneStarts(String remembered, String found) throws Exception {
    host.withLog();
    Files.writeString(host.marks.resolve("data-disk"), remembered + "\n/sys/x\n");
    if (found != null) {
      Files.writeString(host.disk().resolve("device/cid"), " " + found + " \n");
    }

    assertThat(host.ended().status()).isZero();

    assertThat(host.starts()).hasSize(1);
    assertThat(host.marks.resolve("data-disk")).hasContent(remembered + "\n/sys/x\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"device/cid", "device/serial", "serial", "device/wwid", "wwid"})
  void theDiskUnderTheDataIsRemembered(String file) throws Exception {
    host.withLog();
    Path disk = host.disk();
    Files.writeString(disk.resolve("wwid"), "last");
    Files.writeString(disk.resolve("device/cid"), " \n");
    Files.writeString(disk.resolve(file), "  S N 1\n");

    host.ended();

    assertThat(host.marks.resolve("data-disk"))
        .hasContent("S N 1\n" + disk.toRealPath().resolve(file) + "\n");
  }

  @Test
  void aDiskWithoutASerialIsUnknown() throws Exception {
    host.withLog();
    host.ended();
    assertThat(host.marks.resolve("data-disk")).hasContent("unknown\nunknown\n");
  }

  @Test
  void dataWithoutAnyMarkIsFound() throws Exception {
    host.withLog();

    host.ended();

    assertThat(host.markNames()).containsExactly("data-disk", "x-k3s-m-1-unknown.found");
    assertThat(Files.readAllLines(host.marks.resolve("x-k3s-m-1-unknown.found")))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("install-id: \"" + INSTALL_ID + "\""),
            EtcdRunTest::isNow);
  }

  @Test
  void dataWithAMarkIsNotFound() throws Exception {
    host.withLog();
    host.withMark(MEMBER, "started", STRANGER);

    host.ended();

    assertThat(host.markNames()).containsExactly("data-disk", MEMBER + ".started");
  }

  @ParameterizedTest
  @CsvSource({
    "intended, x-k3s-m-1-8211f1d0f64f3269",
    "met, x-k3s-m-1-8211f1d0f64f3269",
    "intended, m.edge.huatai.me-1f"
  })
  void whatWasIntendedHereHasStarted(String state, String stem) throws Exception {
    host.withLog();
    host.withMark(stem, state, INSTALL_ID);

    host.ended();

    assertStarted(stem);
    assertThat(host.markNames())
        .containsExactlyInAnyOrder("data-disk", stem + "." + state, stem + ".started");
  }

  @ParameterizedTest
  @ValueSource(strings = {"started", "left"})
  void statesOnlyAdvance(String state) throws Exception {
    host.withLog();
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withMark("renamed-" + ID, state, INSTALL_ID);
    List<String> before = host.markNames();

    host.ended();

    assertThat(host.starts()).hasSize(1);
    assertThat(host.markNames()).containsAll(before).hasSize(before.size() + 1);
    assertThat(host.marks.resolve(MEMBER + ".started")).doesNotExist();
  }

  @Test
  void anotherCardsMarkIsNotTouched() throws Exception {
    host.withLog();
    host.withMark(MEMBER, "intended", STRANGER);

    host.ended();

    assertThat(host.starts()).hasSize(1);
    assertThat(host.markNames()).containsExactly("data-disk", MEMBER + ".intended");
  }

  @Test
  void anUnreadableMarkIsAMarkButNotOurs() throws Exception {
    host.withLog();
    Files.writeString(host.marks.resolve(MEMBER + ".intended"), "\0\0\0");

    host.ended();

    assertThat(host.starts()).hasSize(1);
    assertThat(host.markNames()).containsExactly("data-disk", MEMBER + ".intended");
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

  // --- Which version writes the data, and what runs ---

  @Test
  void theVersionThatWritesTheDataIsNoted() throws Exception {
    host.withLog();
    host.program("v3.5.2");
    host.ended();
    assertThat(host.marks.resolve("data-version")).hasContent("3.5.2");

    host.program("v3.5.16");
    assertThat(host.ended().status()).isZero();
    assertThat(host.marks.resolve("data-version")).hasContent("3.5.16");
    assertThat(host.markNames()).contains("x-k3s-m-1-unknown.found");
  }

  @Test
  void anOlderEtcdDoesNotStartOnTheData() throws Exception {
    host.withLog();
    Files.writeString(host.marks.resolve("data-version"), "3.5.16\n");
    host.program("v3.5.9");

    assertRefused("3.5.16", "3.5.9", host.data.toString());
    assertThat(host.marks.resolve("data-version")).hasContent("3.5.16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3.5", "3.5.x", "x", "3.5.16.1"})
  void aNoteThatIsNoVersionHoldsNothingUp(String note) throws Exception {
    host.withLog();
    Files.writeString(host.marks.resolve("data-version"), note);
    host.program("v3.5.2");

    assertStarts("3.5.2");
  }

  @Test
  void withWhatItIsStartedIsNoted() throws Exception {
    host.withLog();
    Files.writeString(host.root.resolve("ca.pem"), "x");

    Process process = host.start();
    process.waitFor();

    assertThat(host.run.resolve("running.yml"))
        .hasContent(
            "# process %d\n# ca %s\nname: m\n"
                .formatted(process.pid(), Sha256.of("x".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aFirstStartIsNotedToo() throws Exception {
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(MEMBER);
    host.program("v3.5.2");
    host.ended();

    assertThat(host.run.resolve("running.yml")).content().contains("# permit " + MEMBER);
    assertThat(host.marks.resolve("data-version")).hasContent("3.5.2");
  }

  @Test
  void withoutItsFolderInRunItStartsAllTheSame() throws Exception {
    host.withLog();
    Files.delete(host.run);

    assertStarts("unknown");
    assertThat(host.starts()).hasSize(1);
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

  // --- The watcher of a first start ---

  @Test
  void aLateLogIsMarkedAndNobodyStaysBehind() throws Exception {
    Path now = host.root.resolve("now");
    Process etcd = firstStart(now, "600");

    eventually(() -> host.processes("--watch").size() == 1);
    ProcessHandle watcher = host.processes("--watch").get(0);
    assertThat(watcher.parent()).as("a child of etcd could become its zombie").isPresent();
    assertThat(watcher.parent().orElseThrow().pid()).isNotEqualTo(etcd.pid());
    for (String stream : List.of("0", "1", "2")) {
      assertThat(Path.of("/proc/" + watcher.pid() + "/fd/" + stream).toRealPath())
          .hasToString("/dev/null");
    }
    assertThat(host.markNames()).doesNotContain(MEMBER + ".started");

    Files.createFile(now);
    eventually(() -> Files.exists(host.marks.resolve(MEMBER + ".started")));
    assertStarted(MEMBER);
    eventually(() -> host.processes("--watch").isEmpty());
    assertThat(etcd.isAlive()).isTrue();
  }

  @Test
  void aLogIsMarkedThoughEtcdDiedAtOnce() throws Exception {
    host.end(firstStart(host.conf, ""));

    eventually(() -> Files.exists(host.marks.resolve(MEMBER + ".started")));
    eventually(() -> host.processes("--watch").isEmpty());
    assertStarted(MEMBER);
  }

  @Test
  void anEtcdThatDiesBeforeItsLogIsNotMarked() throws Exception {
    Process etcd = firstStart(host.root.resolve("never"), "600");
    eventually(() -> host.processes("--watch").size() == 1);
    etcd.destroyForcibly();

    eventually(() -> host.processes("--watch").isEmpty());
    assertThat(host.markNames()).containsExactly("data-disk", MEMBER + ".intended");
  }

  @Test
  void anotherProcessUnderTheSameNumberIsNotWatched() throws Exception {
    long self = ProcessHandle.current().pid();
    Process watcher =
        host.launch(
            List.of(
                host.script().toString(),
                "--watch",
                "" + self,
                "1",
                MEMBER,
                host.data.toString(),
                host.state.toString()));
    assertThat(host.end(watcher).status()).isEqualTo(1);
  }

  private Process firstStart(Path logAfter, String stays) throws Exception {
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(MEMBER);
    return host.setting("WAL_AFTER", logAfter.toString()).setting("STAYS", stays).start();
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

  /** Wherever a run was cut in replacing a pair, a boot leaves one that matches. */
  @ParameterizedTest
  @CsvSource({
    "'', old old",
    "key, old old",
    "key certificate, new new",
    "key certificate KEY, new new",
    "key certificate KEY CERTIFICATE, new new",
    "certificate KEY CERTIFICATE, new new",
    "certificate KEY, new new",
  })
  void aPairWhoseReplacementWasCutIsFinished(String done, String expected) throws Exception {
    pair("x.pem", "old", "x-key.pem", "old");
    if (done.contains("key")) {
      pair(".x-key.pem-next", "new");
    }
    if (done.contains("certificate")) {
      pair(".x.pem-next", "new");
    }
    if (done.contains("KEY")) {
      pair("x-key.pem", "new");
    }
    if (done.contains("CERTIFICATE")) {
      pair("x.pem", "new");
    }

    Ended finished = host.ended("--finish");

    assertThat(finished.status()).isZero();
    boolean cut = done.contains("certificate");
    assertThat(finished.output())
        .matches(cut ? "2.*Z etcd-run: put .*/x.pem and its key in place: .* been cut" : "");
    assertThat(text("x.pem") + " " + text("x-key.pem")).isEqualTo(expected);
    assertThat(host.root.resolve(".x.pem-next")).doesNotExist();
    assertThat(host.starts()).isEmpty();
    assertThat(host.ended("--finish").output()).isEmpty();
  }

  /** Who cannot put it in place, as etcd's own user, says why etcd may not come up. */
  @Test
  void aPairWhoseReplacementWasCutIsSaidAtTheStart() throws Exception {
    host.withLog();
    pair("x.pem", "old", "x-key.pem", "new", ".x.pem-next", "new");

    assertThat(host.ended().output().lines())
        .first()
        .asString()
        .matches(
            "2.*Z etcd-run: the replacement of .*/x.pem and its key was cut, so they may not match:"
                + " run etcd-bootstrap on this host: java -jar etcd-bootstrap.jar");
    assertThat(host.starts()).hasSize(1);
  }

  private void pair(String... namesAndTexts) throws IOException {
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      Files.writeString(host.root.resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
    }
  }

  private String text(String name) throws IOException {
    return Files.readString(host.root.resolve(name));
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

  /** Says so in one line, which what follows in the log belongs to. */
  private void assertStarts(String version) throws Exception {
    Ended ended = host.ended();
    assertThat(ended.status()).isZero();
    assertThat(ended.output())
        .matches("2[0-9]{3}-..-..T..:..:..Z etcd-run: starting etcd " + version);
  }

  private void assertRefused(String... words) throws Exception {
    assertRefusedAfterwards(words);
    assertThat(host.starts()).isEmpty();
  }

  private void assertRefusedAfterwards(String... words) throws Exception {
    Ended refusal = host.ended();
    assertThat(refusal.status()).isEqualTo(1);
    assertThat(refusal.output()).contains(words).contains(COMMAND).hasLineCount(1);
  }

  private void assertStarted(String stem) throws Exception {
    Path mark = host.marks.resolve(stem + ".started");
    assertThat(mark).content().startsWith(GuardedHost.mark(stem, INSTALL_ID));
    List<String> lines = Files.readAllLines(mark);
    assertThat(lines).hasSize(5);
    isNow(lines.get(4));
  }

  private static void isNow(String line) {
    assertThat(line).matches("when: \"2[0-9]{3}-..-..T..:..:..Z\"").doesNotContain("2001-11-23");
  }
}
