package io.github.etcdbootstrap.openrc;

import static io.github.etcdbootstrap.openrc.GuardedHost.INSTALL_ID;
import static io.github.etcdbootstrap.openrc.GuardedHost.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The watcher of a first start marks a member started once its log is there. */
class WatchedFirstStartTest extends GuardedStart {
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
}
