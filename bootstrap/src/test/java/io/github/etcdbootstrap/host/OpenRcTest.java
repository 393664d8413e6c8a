package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.Host.ServiceState;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class OpenRcTest {
  @TempDir Path top;
  TestRoot host;
  Processes processes;
  Supervised supervised;
  OpenRc openRc;
  final Set<Long> seen = new HashSet<>();

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    Commands commands = new Commands(FakeCommands.install(host));
    processes = new Processes(Path.of("/proc"));
    supervised =
        new Supervised(
            host.root,
            processes,
            new Supervised.Patience(100, 20_000, 20_000),
            Set.of("--own=" + top));
    openRc = new OpenRc(host.root, commands, supervised);
    host.put("etc/init.d/etcd", "#!/sbin/openrc-run\n");
  }

  @AfterEach
  void endAll() {
    supervised.processes("etcd").forEach(p -> seen.add(p.pid()));
    seen.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  /** The fake, unlike supervise-daemon, is not yet what it will be when start returns. */
  private List<Long> startAndAwaitPids() throws InterruptedException {
    openRc.start("etcd");
    while (supervised.pids("etcd").isEmpty() || !isSleep(supervised.pids("etcd").get(0))) {
      Thread.sleep(5);
    }
    supervised.processes("etcd").forEach(p -> seen.add(p.pid()));
    return supervised.pids("etcd");
  }

  private boolean isSleep(long pid) {
    return processes.of(pid).filter(p -> p.program().equals("sleep")).isPresent();
  }

  private boolean runs(long pid) {
    return processes.of(pid).isPresent();
  }

  @Test
  void theExitCodeSaysHowItIs() {
    Map<Integer, Status> codes =
        Map.of(
            0,
            Status.STARTED,
            3,
            Status.STOPPED,
            32,
            Status.CRASHED,
            64,
            Status.CRASHED,
            1,
            Status.STOPPED);
    codes.forEach(
        (code, status) -> {
          host.put("answer", code.toString());
          assertThat(openRc.state("etcd").status()).as("exit %d", code).isEqualTo(status);
        });
  }

  /** As long as somebody is at it; else he was killed, and OpenRC would say so for ever. */
  @ParameterizedTest
  @CsvSource({"4, STOPPING", "8, STARTING", "16, INACTIVE"})
  void whatIsBetweenIsSoOnlyWhileSomebodyIsAtIt(String code, Status status) throws Exception {
    host.put("answer", code);
    assertThat(openRc.state("etcd").status()).isEqualTo(Status.CRASHED);

    Process starting = openRcRun("start");
    assertThat(openRc.state("etcd").status()).isEqualTo(status);

    starting.destroyForcibly().waitFor();
    assertThat(openRc.state("etcd").status()).isEqualTo(Status.CRASHED);
    openRcRun("status");
    assertThat(openRc.state("etcd").status()).isEqualTo(Status.CRASHED);
  }

  @Test
  void whatIsBetweenIsSoWhileItHasAProcess() throws Exception {
    startAndAwaitPids();
    host.put("answer", "8");
    assertThat(openRc.state("etcd").status()).isEqualTo(Status.STARTING);
  }

  /** As the kernel starts the script of a service. */
  private Process openRcRun(String verb) throws Exception {
    Path script = host.put("openrc-run", "#!/bin/sh\necho ready\nwhile :; do sleep 1; done\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Process process =
        new ProcessBuilder(script.toString(), Layout.SERVICES.child("etcd").value(), verb).start();
    seen.add(process.pid());
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  @Test
  void ofALinkOpenRcTellsAnotherServicesState() throws Exception {
    startAndAwaitPids();
    host.put("answer", "3");
    assertThat(openRc.state("etcd").status()).isEqualTo(Status.STOPPED);

    Files.delete(host.real("etc/init.d/etcd"));
    host.link("etc/init.d/etcd", "/srv/mine");
    assertThat(openRc.state("etcd").status()).isEqualTo(Status.STARTED);
  }

  @Test
  void withoutAnInitScriptItIsAbsentAndNothingIsStarted() throws Exception {
    Files.delete(host.real("etc/init.d/etcd"));
    assertThat(openRc.state("etcd"))
        .isEqualTo(new ServiceState(Status.ABSENT, List.of(), List.of()));
    assertThat(host.real("calls")).doesNotExist();
  }

  @Test
  void enables() {
    assertThat(openRc.state("etcd").runlevels()).isEmpty();
    openRc.enable("etcd");
    assertThat(openRc.state("etcd").runlevels()).containsExactly("default");
    assertThat(host.text("calls")).contains("rc-update add etcd default\n");
    assertThatThrownBy(() -> openRc.enable("none"))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("service `none' does not exist");
  }

  @Test
  void takesItOutOfAnotherRunlevel() {
    host.put("etc/runlevels/boot/etcd", "");
    openRc.enable("etcd");
    assertThat(openRc.state("etcd").runlevels()).containsExactly("boot", "default");
    openRc.disable("etcd", "boot");
    assertThat(openRc.state("etcd").runlevels()).containsExactly("default");
    assertThatThrownBy(() -> openRc.disable("etcd", "boot"))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("is not in the runlevel");
  }

  @Test
  void findsTheSupervisedProgramNotTheSupervisor() throws Exception {
    List<Long> pids = startAndAwaitPids();
    assertThat(pids).hasSize(1).doesNotContain(supervisor());
    host.put("run/openrc/options/etcd/child_pid", pids.get(0) + "\n");
    assertThat(openRc.state("etcd")).isEqualTo(new ServiceState(Status.STARTED, List.of(), pids));
    openRc.stop("etcd");
    assertThat(runs(pids.get(0))).isFalse();
    assertThat(openRc.state("etcd").status()).isEqualTo(Status.STOPPED);
  }

  private long supervisor() {
    return Long.parseLong(host.text("run/supervise-etcd.pid").strip());
  }

  @Test
  void aProgramThatTheSupervisorLeftBehindIsEnded() throws Exception {
    List<Long> pids = startAndAwaitPids();
    host.put("orphans", "");
    openRc.stop("etcd");
    assertThat(runs(pids.get(0))).isFalse();
  }

  @Test
  void aStopThatFailsIsDoneByPidAndForgottenByOpenRc() throws Exception {
    List<Long> pids = startAndAwaitPids();
    long supervisor = supervisor();
    host.put("stuck", "");
    openRc.stop("etcd");
    assertThat(runs(pids.get(0)) || runs(supervisor)).isFalse();
    assertThat(host.text("calls")).contains("rc-service etcd zap");
  }

  @Test
  void theChildOfAKilledSupervisorIsStillItsOwn() throws Exception {
    long child = startAndAwaitPids().get(0);
    host.put("run/openrc/options/etcd/child_pid", child + "\n");
    host.put("run/openrc/options/etcd/exec", "/bin/sleep\n");
    Files.delete(host.real("run/supervise-etcd.pid"));
    assertThat(supervised.pids("etcd")).containsExactly(child);
    assertThat(openRc.state("etcd"))
        .isEqualTo(new ServiceState(Status.CRASHED, List.of(), List.of(child)));
    host.put("run/openrc/options/etcd/exec", "/usr/local/bin/other\n");
    assertThat(supervised.pids("etcd")).isEmpty();
  }

  /** Whoever started it: by its arguments it is this host's. */
  @Test
  void aProgramThatWasStartedByHandIsItsOwnByItsArguments() throws Exception {
    Process own = etcd("--own=" + top);
    Process strange = etcd("--own=" + top + "/other");
    assertThat(supervised.pids("etcd")).contains(own.pid()).doesNotContain(strange.pid());
    openRc.stop("etcd");
    assertThat(own.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(strange.isAlive()).isTrue();
  }

  private Process etcd(String argument) throws Exception {
    Path script = host.put("opt/etcd", "#!/bin/sh\necho ready\nwhile :; do sleep 1; done\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Process process = new ProcessBuilder(script.toString(), argument).start();
    seen.add(process.pid());
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  @Test
  void anOldPidFileMakesNobodyElsesProcessOurs() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "300").start();
    seen.add(stranger.pid());
    for (String file : List.of("run/supervise-etcd.pid", "run/etcd.pid")) {
      host.put(file, stranger.pid() + "\n");
    }
    host.put("run/openrc/options/etcd/child_pid", stranger.pid() + "\n");
    assertThat(supervised.processes("etcd")).isEmpty();
    // A program without supervisor, as Alpine's own package starts it, is known by its name.
    assertThat(supervised.pids("sleep")).isEmpty();
    host.put("run/sleep.pid", stranger.pid() + "\n");
    while (!isSleep(stranger.pid())) {
      Thread.sleep(5);
    }
    assertThat(supervised.pids("sleep")).containsExactly(stranger.pid());
  }

  @Test
  void aRefusedStartSaysWhy() {
    host.put("refusal", " * etcd-run: not starting etcd: no permit\n");
    assertThatThrownBy(() -> openRc.start("etcd"))
        .isInstanceOf(HostFailure.class)
        .hasMessage("`rc-service etcd start` failed: * etcd-run: not starting etcd: no permit");
  }

  @Test
  void withoutOpenRcItSaysWhatRuns() {
    OpenRc none = new OpenRc(host.root, new Commands(top.toString()), supervised);
    assertThat(none.state("etcd").status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void theFakesAreSoundShell() {
    Commands real = new Commands(Commands.PATH);
    for (String name : host.names("/bin")) {
      real.run(Duration.ofMinutes(1), "sh", "-n", host.real("bin/" + name).toString())
          .orFail("mend the fake");
    }
  }
}
