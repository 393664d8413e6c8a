package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packaged JAR by a Pi's own Java, with etcd for arm64, its processor emulated. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Aarch64JarTest {
  private static final String SCRIPT =
      Path.of("..", "test-fixtures", "arm64").toAbsolutePath().normalize().toString();
  private static final Duration FIRST = Duration.ofMinutes(12);
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final int THIS_MACHINE_CANNOT = 3;
  private static final int WOULD_CHANGE = 3;
  private static final String HOST_A = "hostname a && ip addr add 192.168.7.11/24 dev lo && ";

  @TempDir static Path folder;

  private Path tarball;

  @BeforeAll
  void prepare() throws IOException {
    tarball = Path.of(TestSeed.releaseFor("arm64", "3.5.2"));
    copy(tarball);
    copy(Path.of("target", "etcd-bootstrap.jar"));
    copy(Path.of("..", "packaging", "etcd-bootstrap"));
    Result result = inside(FIRST, "true");
    if (result.exit() == THIS_MACHINE_CANNOT) {
      TestHosts.notHere(Aarch64JarTest.class, result.err().strip());
    }
    result.expect(0);
    assertThat(inside(LIMIT, "uname -m && java -version 2>&1").expect(0).out())
        .startsWith("aarch64\n")
        .contains("openjdk version \"17.");
  }

  @Test
  void saysItsVersion() {
    assertThat(program("--version").expect(0).out()).startsWith("etcd-bootstrap ");
  }

  @Test
  void makesCertificatesAndPlansWithThem() throws IOException {
    program("seed init --cluster arm --member a=192.168.7.11 --member b=192.168.7.12").expect(0);
    assertThat(program("certs check --seed seed").expect(0).out()).contains("b-server.pem");

    Files.copy(tarball, folder.resolve("seed").resolve(tarball.getFileName()));
    Result plan = inside(LIMIT, HOST_A + launcher("plan --seed seed"));

    assertThat(plan.expect(WOULD_CHANGE).out())
        .contains("install etcd 3.5.2 for arm64", "write /etc/etcd/a-server-key.pem", "start etcd");
  }

  /** Plan, apply and TLS, and jetcd's question to an etcd that is the Pi's own. */
  @Test
  void runsARealMemberAndTalksToIt() {
    String out =
        program("lab --members 1 --for 1 --dir /tmp/lab --etcd " + tarball.getFileName())
            .expect(0)
            .out();

    assertThat(out)
        .contains("lab-1: install etcd 3.5.2 for arm64")
        .doesNotContain("lab-1: refused")
        .containsPattern(
            "\\| lab-1 \\| https://127\\S+ \\| [0-9a-f]+ +\\| 3\\.5\\.2 .*\\| true +\\| false .*\\| +\\|");
  }

  private static void copy(Path file) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()));
  }

  private static Result program(String words) {
    return inside(LIMIT, launcher(words));
  }

  private static String launcher(String words) {
    // The JDK's helper that starts other programs does not run under this emulation.
    return "JDK_JAVA_OPTIONS=-Djdk.lang.Process.launchMechanism=VFORK"
        + " ETCD_BOOTSTRAP_JAR=/mnt/etcd-bootstrap.jar sh /mnt/etcd-bootstrap "
        + words;
  }

  private static Result inside(Duration limit, String line) {
    return LocalCommand.run(Map.of(), limit, List.of(SCRIPT, folder.toString(), "sh", "-c", line));
  }
}
