package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogFileTest {
  private static final String LOG = "/var/log/etcd-bootstrap.log";

  @TempDir Path top;
  private TestRoot host;
  private RunLogFile log;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    log = new RunLogFile(host.root);
  }

  @Test
  void growsLineByLineAndIsNotForAll() {
    log.append(List.of("one", "two"), true);
    log.append(List.of("three"), false);

    assertThat(host.text(LOG)).isEqualTo("one\ntwo\nthree\n");
    assertThat(host.mode(LOG)).isEqualTo("rw-r-----");
  }

  @Test
  void isCutToItsNewestWholeLines() throws Exception {
    String line = "x".repeat(99) + "é";
    int most = RunLogFile.MOST / 102;
    log.append(Collections.nCopies(most, line), true);
    assertThat(Files.size(host.real(LOG))).isEqualTo(102L * most);
    log.append(Collections.nCopies(100, "the newest"), false);

    assertThat(Files.size(host.real(LOG)))
        .isBetween((long) RunLogFile.KEPT - 200, (long) RunLogFile.KEPT + 1100);
    assertThat(host.text(LOG).lines().distinct()).containsExactly(line, "the newest");
    assertThat(host.mode(LOG)).isEqualTo("rw-r-----");
    assertThat(host.names("/var/log")).containsExactly("etcd-bootstrap.log");
  }

  @Test
  void whatTheLastRunSaidIsNotSaidAgain() {
    log.append(List.of("10:00 apply", "10:00 refused: no quorum"), true);
    log.append(List.of("10:05 apply", "10:06 refused: no quorum"), false);
    log.append(List.of("10:10 apply", "10:11 refused: no room"), false);
    log.append(List.of("10:12 apply", "10:12 refused: no quorum"), false);
    log.append(List.of("10:13 apply", "10:13 start etcd"), true);
    log.append(List.of("10:14 apply", "10:14 start etcd"), true);

    assertThat(host.text(LOG).lines())
        .containsExactly(
            "10:00 apply",
            "10:00 refused: no quorum",
            "10:10 apply",
            "10:11 refused: no room",
            "10:12 apply",
            "10:12 refused: no quorum",
            "10:13 apply",
            "10:13 start etcd",
            "10:14 apply",
            "10:14 start etcd");
  }

  @Test
  void isNotBegunUnasked() {
    log.append(List.of("x"), false);

    assertThat(host.real("/var")).doesNotExist();
  }

  @Test
  void aLinkIsNotFollowed() {
    host.put("/etc/passwd-", "root");
    host.link(LOG, "../../etc/passwd-");

    assertThatThrownBy(() -> log.append(List.of("x"), false)).isInstanceOf(HostFailure.class);
    assertThat(host.text("/etc/passwd-")).isEqualTo("root");
  }
}
