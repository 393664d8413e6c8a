package io.github.etcdbootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher: the JAR's own results alone on standard output, whatever the JVM has to say. */
class LauncherJarTest {
  private static final Path LAUNCHER = Path.of("..", "packaging", "etcd-bootstrap");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

  /** A heap that cannot be: the JVM says so, on standard output if nobody tells it otherwise. */
  private static final String ODD = "-Xmx64m -XX:MaxNewSize=1g";

  @TempDir Path folder;

  @Test
  void printsWhatTheJarPrints() throws Exception {
    assertThat(launch("", "--version")).isZero();
    assertThat(text("out")).matches("etcd-bootstrap \\S+\n");
    assertThat(text("err")).isEmpty();
  }

  @Test
  void handsArgumentsAndExitStatusOn() throws Exception {
    assertThat(launch("", "lab", "--no such")).isEqualTo(2);
    assertThat(text("out")).isEmpty();
    assertThat(text("err")).startsWith("error: ").contains("--no such").contains("\n  do: ");
  }

  @Test
  void whatTheJvmSaysIsNoResult() throws Exception {
    assertThat(launch(ODD, "--version")).isZero();
    assertThat(text("out")).matches("etcd-bootstrap \\S+\n");
    assertThat(text("err")).contains("[warning]").contains("MaxNewSize");
  }

  private int launch(String flags, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", LAUNCHER.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("PATH", JAVA + ":/usr/bin:/bin");
    builder.environment().put("ETCD_BOOTSTRAP_JAR", "target/etcd-bootstrap.jar");
    if (!flags.isEmpty()) {
      builder.environment().put("JDK_JAVA_OPTIONS", flags);
    }
    Process process =
        builder
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}
