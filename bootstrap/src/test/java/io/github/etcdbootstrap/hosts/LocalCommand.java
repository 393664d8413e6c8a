package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of this machine, run to its end or to its time-out. */
final class LocalCommand {
  private LocalCommand() {}

  static Result run(Map<String, String> environment, Duration timeout, List<String> command) {
    try {
      Path folder = Files.createTempDirectory("hosts-test");
      try {
        return run(environment, timeout, command, folder.resolve("out"), folder.resolve("err"));
      } finally {
        Folder.remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** By way of files: what a daemon keeps open, nobody has to wait for. */
  private static Result run(
      Map<String, String> environment, Duration timeout, List<String> command, Path out, Path err)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectInput(Path.of("/dev/null").toFile());
    long start = System.nanoTime();
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Result result = new Result(command, process.exitValue(), text(out), text(err), took);
    if (!ended) {
      throw new AssertionError("not ended after " + timeout.toSeconds() + " s: " + result);
    }
    return result;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
