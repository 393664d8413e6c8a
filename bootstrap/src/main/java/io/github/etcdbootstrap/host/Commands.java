package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;

/** Starts the machine's own commands: an argument list, a clean environment, a time-out. */
final class Commands {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final String path;
  private final Map<String, String> environment;

  /**
   * @param path the folders of commands, as the variable PATH has them
   */
  Commands(String path) {
    this(path, Map.of());
  }

  /**
   * @param more variables beside PATH
   */
  Commands(String path, Map<String, String> more) {
    this.path = path;
    this.environment = new HashMap<>(more);
    environment.putAll(Map.of("PATH", path, "LC_ALL", "C"));
  }

  /**
   * How a command ended.
   *
   * @param out the beginning of its standard output
   * @param err the beginning of its standard error
   */
  record Outcome(String command, int exit, String out, String err) {
    boolean succeeded() {
      return exit == 0;
    }

    /** What it said of its failure, in one line. */
    String words() {
      String said = err.isEmpty() ? out : err;
      return said.isEmpty()
          ? "exit code " + exit
          : String.join("; ", said.lines().map(String::strip).toList());
    }

    void orFail(String remedy) {
      if (!succeeded()) {
        throw new HostFailure("`" + command + "` failed: " + words(), remedy);
      }
    }
  }

  boolean has(String program) {
    return find(program).isPresent();
  }

  Outcome run(Duration limit, String program, String... arguments) {
    String shown = program + " " + String.join(" ", arguments);
    Path file =
        find(program)
            .orElseThrow(
                () ->
                    new HostFailure(
                        "`" + shown + "`: there is no program " + program + " in " + path,
                        "this runs on Alpine with OpenRC: install what is missing"));
    try {
      return execute(limit, shown, new CommandLine(file).addArguments(arguments, false));
    } catch (IOException e) {
      throw new HostFailure(
          "`" + shown + "` did not start: " + e.getMessage(), "check that " + file + " is intact");
    }
  }

  private Outcome execute(Duration limit, String shown, CommandLine line) throws IOException {
    CommandOutput output = new CommandOutput();
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(limit).get();
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setExecuteStreamHandler(output)
            // A daemon that is started keeps the folder: a stick could not be unmounted.
            .setWorkingDirectory(Path.of("/"))
            .get();
    KillAtLast kill = new KillAtLast(limit.plusSeconds(2));
    executor.setWatchdog(watchdog);
    executor.setProcessDestroyer(kill);
    executor.setExitValues(null);
    int exit = executor.execute(line, environment);
    if (watchdog.killedProcess()) {
      throw new HostFailure(
          "`" + shown + "` did not end within " + limit.toSeconds() + " s" + said(output),
          "find out why it hangs, then run again");
    }
    return new Outcome(shown, exit, output.out(), output.err());
  }

  /**
   * Starts what is to go on running; what it says is appended to {@code log}.
   *
   * @throws IOException if it cannot be started
   */
  Process begin(Path log, String program, List<String> arguments) throws IOException {
    Path file = find(program).orElseThrow(() -> new NoSuchFileException(program));
    List<String> line = new ArrayList<>(List.of(file.toString()));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).directory(Path.of("/").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static String said(CommandOutput output) {
    String text = output.err().isEmpty() ? output.out() : output.err();
    return text.isEmpty() ? "" : ": " + text.lines().reduce((a, b) -> b).orElse("");
  }

  /** Looked up here: the JVM would search its own PATH, not the one that is handed on. */
  private Optional<Path> find(String program) {
    return Arrays.stream(path.split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }
}
