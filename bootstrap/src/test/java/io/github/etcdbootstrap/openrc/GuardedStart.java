package io.github.etcdbootstrap.openrc;

import static io.github.etcdbootstrap.openrc.GuardedHost.ID;
import static io.github.etcdbootstrap.openrc.GuardedHost.INSTALL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.openrc.GuardedHost.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Starts of etcd by etcd-run, which a real shell runs, and what is asked of them. */
abstract class GuardedStart {
  static final String MEMBER = "x-k3s-m-1-" + ID;
  static final String COMMAND = "java -jar etcd-bootstrap.jar";

  GuardedHost host;

  @BeforeEach
  void host(@TempDir Path folder) throws Exception {
    host = new GuardedHost(folder);
  }

  @AfterEach
  void end() throws Exception {
    host.off();
  }

  /** Says so in one line, which what follows in the log belongs to. */
  final void assertStarts(String version) throws Exception {
    Ended ended = host.ended();
    assertThat(ended.status()).isZero();
    assertThat(ended.output())
        .matches("2[0-9]{3}-..-..T..:..:..Z etcd-run: starting etcd " + version);
  }

  final void assertRefused(String... words) throws Exception {
    assertRefusedAfterwards(words);
    assertThat(host.starts()).isEmpty();
  }

  final void assertRefusedAfterwards(String... words) throws Exception {
    Ended refusal = host.ended();
    assertThat(refusal.status()).isEqualTo(1);
    assertThat(refusal.output()).contains(words).contains(COMMAND).hasLineCount(1);
  }

  final void assertStarted(String stem) throws Exception {
    Path mark = host.marks.resolve(stem + ".started");
    assertThat(mark).content().startsWith(GuardedHost.mark(stem, INSTALL_ID));
    List<String> lines = Files.readAllLines(mark);
    assertThat(lines).hasSize(5);
    isNow(lines.get(4));
  }

  static void isNow(String line) {
    assertThat(line).matches("when: \"2[0-9]{3}-..-..T..:..:..Z\"").doesNotContain("2001-11-23");
  }
}
