package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * There is no old Java here to ask: its class format is looked at, and a new one lies about itself.
 */
class LauncherTest {
  private static final int JAVA_8 = 52;

  @Test
  void aJava8CanReadIt() throws IOException {
    assertThat(formatOf("Launcher")).isEqualTo(JAVA_8);
    assertThat(formatOf("Main")).as("the rest is newer").isGreaterThan(JAVA_8);
  }

  @ParameterizedTest
  @CsvSource({"1.8, 8", "9, 9", "11, 11", "17, 17", "25, 25"})
  void versionsAsJavaWritesThem(String version, int release) {
    assertThat(Launcher.release(version)).isEqualTo(release);
  }

  @ParameterizedTest
  @CsvSource({
    "1.8, 2, 'error: this is Java 8, but etcd-bootstrap needs 17'",
    "11, 2, 'error: this is Java 11, but etcd-bootstrap needs 17'",
    "17, 0, ''"
  })
  void anOldJavaIsTold(String version, int exit, String words) throws Exception {
    Process java =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                LyingMain.class.getName(),
                version,
                "--version")
            .start();
    String err = new String(java.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(java.exitValue()).isEqualTo(exit);
    assertThat(err.lines().findFirst().orElse("")).isEqualTo(words);
    assertThat(err.lines().count()).isEqualTo(exit == 0 ? 0 : 2);
  }

  /** A class file: a magic number, then the minor and the major version of its format. */
  private static int formatOf(String name) throws IOException {
    try (InputStream in = Launcher.class.getResourceAsStream(name + ".class");
        DataInputStream file = new DataInputStream(in)) {
      file.readInt();
      file.readUnsignedShort();
      return file.readUnsignedShort();
    }
  }
}
