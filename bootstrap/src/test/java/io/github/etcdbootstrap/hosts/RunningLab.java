package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The packaged JAR's `lab` in the home of an ordinary user; where root runs this, in a network of
 * its own: the ports are real.
 */
final class RunningLab implements AutoCloseable {
  private static final Path JAR = Path.of("target/etcd-bootstrap.jar");
  private static final String NOBODY = "65534";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path home;
  private final List<Process> jvms = new ArrayList<>();
  private Path log;

  RunningLab() {
    try {
      home = Files.createTempDirectory("lab").toRealPath();
      Path tarball = Path.of(TestSeed.releaseFor(processor(), "3.5.2"));
      Files.copy(tarball, home.resolve(tarball.getFileName()));
      Files.copy(JAR, home.resolve("lab.jar"));
      if (isRoot()) {
        LocalCommand.run(
                Map.of(), TIMEOUT, List.of("chown", "-R", NOBODY + ":" + NOBODY, home.toString()))
            .expect(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String processor() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Starts one; of a new folder it is told the release. */
  Process start(String... options) {
    try {
      log = home.resolve("out-" + jvms.size());
      Process jvm =
          new ProcessBuilder(command(options))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      jvms.add(jvm);
      return jvm;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      String asNobody =
          "ip link set lo up && exec setpriv --reuid %1$s --regid %1$s --clear-groups \"$@\"";
      command.addAll(List.of("unshare", "--net", "sh", "-c", asNobody.formatted(NOBODY), "lab"));
    }
    // In the background of a script SIGINT is ignored, by all that is started there too.
    command.addAll(List.of("env", "-i", "--default-signal=INT"));
    command.addAll(List.of("PATH=" + System.getenv("PATH"), "HOME=" + home));
    command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-jar"));
    command.addAll(List.of(home.resolve("lab.jar").toString(), "lab"));
    if (Files.notExists(folder())) {
      Path tarball = Path.of(TestSeed.releaseFor(processor(), "3.5.2")).getFileName();
      command.addAll(List.of("--etcd", home.resolve(tarball).toString()));
    }
    command.addAll(List.of(options));
    return command;
  }

  Path folder() {
    return home.resolve(".cache/etcd-bootstrap/lab");
  }

  Path member(int number) {
    return folder().resolve("lab-" + number);
  }

  long pid(int number) {
    try {
      return Long.parseLong(Files.readString(member(number).resolve("run/etcd.pid")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the last one that was started has printed until now. */
  String printed() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its whole folder, as nobody means to. */
  static void wipe(Path member, long pid) {
    String wipe = "rm -rf %s; kill -9 %d".formatted(member, pid);
    LocalCommand.run(Map.of(), TIMEOUT, List.of("sh", "-c", wipe)).expect(0);
  }

  /** Whether the last line of the view that has this member says so. */
  boolean isNow(int number, String state) {
    List<String> lines =
        printed().lines().filter(l -> l.matches("lab-" + number + " +127\\S+ .* term .*")).toList();
    return lines.get(lines.size() - 1).matches("\\S+ +127\\S+ +(" + state + ") +term.*");
  }

  /** Lines of the view in which this member is so. */
  long count(int number, String state) {
    return printed()
        .lines()
        .filter(line -> line.matches("lab-" + number + " +127\\S+ +(" + state + ") +term.*"))
        .count();
  }

  /** Voters in the table of members without an error. */
  List<String> healthyVoters() {
    return printed()
        .lines()
        .filter(line -> line.matches("\\| lab-\\d .*\\| (true |false) +\\| false .*\\| +\\|"))
        .toList();
  }

  void await(String what, BooleanSupplier condition) {
    try {
      Wait.until(what, Duration.ofMinutes(8), condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; printed:\n" + printed(), e);
    }
  }

  void awaitView() {
    await("the members' lines", () -> printed().lines().anyMatch(l -> l.matches("lab-1 +127.*")));
  }

  static void signal(String name, long pid) {
    LocalCommand.run(Map.of(), TIMEOUT, List.of("kill", "-" + name, "" + pid)).expect(0);
  }

  /** How a lab that was told to end has ended. */
  int exit(Process jvm) throws InterruptedException {
    if (!jvm.waitFor(4, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not end; printed:\n" + printed());
    }
    return jvm.exitValue();
  }

  /** All processes of this home: the JVM, etcd, the guard's script and what that left. */
  List<String> processes() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.flatMap(p -> p.info().commandLine().stream())
          .filter(line -> line.contains(home.toString()))
          .toList();
    }
  }

  @Override
  public void close() {
    jvms.forEach(Process::destroyForcibly);
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.filter(p -> p.info().commandLine().filter(l -> l.contains(home.toString())).isPresent())
          .forEach(ProcessHandle::destroyForcibly);
    }
    Wait.until("the lab's processes have ended", TIMEOUT, () -> processes().isEmpty());
    Folder.remove(home);
  }
}
