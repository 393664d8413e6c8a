package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    host.folder("run");
  }

  /** Another run: takes the lock and waits to be ended. */
  static final class Other {
    public static void main(String[] root) throws IOException {
      RunLock lock = RunLock.acquire(new Root(Path.of(root[0])));
      System.out.println("locked");
      System.in.read();
      lock.close();
    }
  }

  @Test
  void theSecondRunIsToldOfTheFirst() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                top.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> RunLock.acquire(host.root))
          .isInstanceOf(HostFailure.class)
          .hasMessage(
              "another run of etcd-bootstrap is at work on this host (process "
                  + other.pid()
                  + ")");
    } finally {
      other.destroyForcibly().waitFor();
    }
    RunLock.acquire(host.root).close();
  }

  @Test
  void givenBackItMayBeTakenAgain() {
    RunLock.acquire(host.root).close();
    try (RunLock lock = RunLock.acquire(host.root)) {
      assertThat(lock).isNotNull();
      assertThat(host.text("run/etcd-bootstrap/lock").strip())
          .isEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(host.mode("run/etcd-bootstrap")).isEqualTo("rwxr-xr-x");
    }
  }
}
