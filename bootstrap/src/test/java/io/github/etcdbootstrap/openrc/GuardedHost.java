package io.github.etcdbootstrap.openrc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A folder that holds what etcd-run sees of a host, a fake etcd and a fake /sys included. */
final class GuardedHost {
  static final String INSTALL_ID = "00112233445566778899aabbccddeeff";
  static final String STRANGER = "ffeeddccbbaa99887766554433221100";
  static final String ID = "8211f1d0f64f3269";

  /** Ended is a start that came to its end, by etcd's or by a refusal. */
  record Ended(int status, String output) {}

  final Path root;
  final Path data;
  final Path state;
  final Path marks;
  final Path run;
  final Path conf;
  final Path log;
  private final Path bin;
  private final Path program;
  private final Path script;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<Process> started = new ArrayList<>();

  GuardedHost(Path root) throws Exception {
    this.root = root;
    data = Files.createDirectory(root.resolve("data"));
    state = Files.createDirectory(root.resolve("state"));
    marks = Files.createDirectory(state.resolve("marks"));
    run = Files.createDirectory(root.resolve("first"));
    conf = Files.writeString(root.resolve("conf.yml"), "name: m\n");
    log = root.resolve("service.log");
    bin = Files.createDirectory(root.resolve("bin"));
    Files.createDirectories(root.resolve("sys/dev/block"));
    script = installScript();
    program = executable(root.resolve("etcd"), fakeEtcd());
    settings.put("ETCD_PROGRAM", program.toString());
    settings.put("ETCD_RUN_SYS", root.resolve("sys").toString());
    settings.put("ETCD_RUN_LOG", log.toString());
    settings.put("ETCD_RUN_REFUSAL_SECONDS", "0");
    Files.writeString(
        state.resolve("install.yml"),
        "install-id: " + INSTALL_ID + "\nmember: x-k3s-m-1\ndisk: CARD-1\n");
  }

  private Path installScript() throws Exception {
    String text = Files.readString(Path.of("..", "openrc", "etcd-run"));
    Optional<Path> applets = Applets.install(root);
    if (applets.isEmpty()) {
      settings.put("PATH", bin + ":/usr/bin:/bin");
      return executable(root.resolve("etcd-run"), text);
    }
    settings.put("PATH", bin + ":" + applets.get());
    return executable(
        root.resolve("etcd-run"),
        text.replaceFirst("#!/bin/sh", "#!" + applets.get().resolve("sh")));
  }

  /** Notes its arguments, writes a log once there is such a file, stays for so many seconds. */
  private String fakeEtcd() {
    return """
        #!/bin/sh
        echo "$@" >>"%1$s/starts"
        if [ "$WAL_AFTER" ]; then
          until [ -e "$WAL_AFTER" ]; do sleep 0.1; done
          mkdir -p "%2$s/member/wal"
          : >"%2$s/member/wal/0000000000000000-0000000000000000.wal"
        fi
        [ "$STAYS" ] && exec sleep "$STAYS"
        exit 0
        """
        .formatted(root, data);
  }

  /** A release's etcd, which a link leads to as on a host. */
  void program(String release) throws IOException {
    Path folder = Files.createDirectories(root.resolve("releases/" + release));
    Path link = root.resolve("etcd-link");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, executable(folder.resolve("etcd"), fakeEtcd()));
    settings.put("ETCD_PROGRAM", link.toString());
  }

  Path executable(Path path, String text) throws IOException {
    Files.writeString(path, text);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Puts a command before those of the system. */
  void command(String name, String text) throws IOException {
    executable(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
  }

  GuardedHost setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  void withLog() throws IOException {
    Files.createDirectories(data.resolve("member/wal"));
    Files.writeString(data.resolve("member/wal/0000000000000000-0000000000000000.wal"), "x");
  }

  void withPermit(String stem) throws IOException {
    Files.writeString(run.resolve("first.yml"), "# permit " + stem + "\nname: m\n");
  }

  void withMark(String stem, String state, String installId) throws IOException {
    Files.writeString(marks.resolve(stem + "." + state), mark(stem, installId) + when("2001"));
  }

  static String mark(String stem, String installId) {
    return "token: \"x-k3s-9f01\"\ncluster-id: \"8e9e05c52164694d\"\nmember-id: \""
        + stem.substring(stem.lastIndexOf('-') + 1)
        + "\"\ninstall-id: \""
        + installId
        + "\"\n";
  }

  private static String when(String year) {
    return "when: \"" + year + "-11-23T10:00:00Z\"\n";
  }

  /** The whole disk's folder under the data, which is on its second partition. */
  Path disk() throws IOException {
    long device = (Long) Files.getAttribute(data, "unix:dev");
    long major = ((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffL);
    long minor = (device & 0xff) | ((device >> 12) & 0xffffff00L);
    Path disk = root.resolve("sys/devices/mmc0/block/mmcblk0");
    Path partition = Files.createDirectories(disk.resolve("mmcblk0p2"));
    Files.writeString(partition.resolve("partition"), "2\n");
    Files.createDirectory(disk.resolve("device"));
    Files.createSymbolicLink(root.resolve("sys/dev/block/" + major + ":" + minor), partition);
    return disk;
  }

  Process start(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of(script.toString()));
    line.addAll(List.of(options));
    line.addAll(List.of(data.toString(), state.toString(), run.toString(), conf.toString()));
    return launch(line);
  }

  Process launch(List<String> line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(settings);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  Ended ended(String... options) throws Exception {
    return end(start(options));
  }

  Ended end(Process process) throws Exception {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("etcd-run did not end");
    }
    return new Ended(
        process.exitValue(), new String(process.getInputStream().readAllBytes()).strip());
  }

  Path script() {
    return script;
  }

  /** The arguments of each start of etcd. */
  List<String> starts() throws IOException {
    Path starts = root.resolve("starts");
    return Files.exists(starts) ? Files.readAllLines(starts) : List.of();
  }

  List<String> markNames() throws IOException {
    try (Stream<Path> files = Files.list(marks)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** Of processes that belong to this host, those whose command line holds a word. */
  List<ProcessHandle> processes(String word) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(process -> commandLine(process).contains(root.toString()))
        .filter(process -> commandLine(process).contains(word))
        .toList();
  }

  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", "" + process.pid(), "cmdline")).replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }

  static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("this did not come about in a minute");
      }
      Thread.sleep(20);
    }
  }

  /** Every file with its content and time, to show that nothing was changed. */
  Map<String, String> everything() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .forEach(path -> all.put(path.toString(), content(path)));
    }
    return all;
  }

  private static String content(Path path) {
    try {
      return Files.getLastModifiedTime(path) + Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void off() throws Exception {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    eventually(() -> processes("--watch").isEmpty());
  }
}
