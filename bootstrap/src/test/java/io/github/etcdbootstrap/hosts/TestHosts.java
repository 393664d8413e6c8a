package io.github.etcdbootstrap.hosts;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Test hosts of a test class's own, driven by the script `test-fixtures/hosts`. */
final class TestHosts implements AutoCloseable {
  private static final String SCRIPT =
      Path.of("..", "test-fixtures", "hosts").toAbsolutePath().normalize().toString();

  /** An etcd without a quorum takes up to a minute to stop, and machines have other work, too. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final Duration FIRST_UP = Duration.ofMinutes(10);
  private static final int THIS_MACHINE_CANNOT = 3;
  private static final AtomicInteger FLEETS = new AtomicInteger();

  /** As a JVM runs on a Pi of 1 GB, and without the compiler for what runs longer than a run. */
  private static final String AS_A_PI = "-XX:MaxRAM=920m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private final Map<String, String> fleet;
  private final Thread downAtExit = new Thread(this::down);

  private TestHosts(String fleet) {
    this.fleet = Map.of("FLEET", fleet, "JAVA_FLAGS", AS_A_PI);
  }

  /**
   * Switches {@code count} hosts on; where no test hosts can be, the class is skipped, and where
   * all tests must run (CI), it fails.
   *
   * @param binds each SRC:DST or SRC:DST:ro
   */
  static TestHosts up(Class<?> test, int count, Path stick, String... binds) {
    String process = "-" + ProcessHandle.current().pid() + "-";
    TestHosts hosts = new TestHosts(test.getSimpleName() + process + FLEETS.incrementAndGet());
    Runtime.getRuntime().addShutdownHook(hosts.downAtExit);
    List<String> up = new ArrayList<>(List.of("up", "" + count, "--seed", stick.toString()));
    Stream.of(binds).forEach(bind -> up.addAll(List.of("--bind", bind)));
    Result result = hosts.script(FIRST_UP, up);
    if (result.exit() == THIS_MACHINE_CANNOT) {
      notHere(test, result.err().strip());
    }
    result.expect(0);
    return hosts;
  }

  static void notHere(Class<?> test, String reason) {
    String message = test.getSimpleName() + " did not run: " + reason;
    if (System.getenv("CI") != null) {
      throw new AssertionError(message);
    }
    System.out.println(message);
    Assumptions.abort(message);
  }

  static String name(int host) {
    return "x-k3s-m-" + host;
  }

  static String address(int host) {
    return "192.168.7." + (10 + host);
  }

  Result exec(int host, String... command) {
    return exec(host, TIMEOUT, command);
  }

  Result exec(int host, Duration timeout, String... command) {
    List<String> arguments = new ArrayList<>(List.of("exec", "" + host));
    arguments.addAll(List.of(command));
    return script(timeout, arguments);
  }

  /** Lines for the host's own shell. */
  Result shell(int host, String lines) {
    return exec(host, "sh", "-c", lines);
  }

  /** From this machine, as a computer on the hosts' network. */
  Result fromOutside(String... command) {
    return fromOutside(TIMEOUT, command);
  }

  Result fromOutside(Duration timeout, String... command) {
    List<String> arguments = new ArrayList<>(List.of("ip", "netns", "exec", netns()));
    arguments.addAll(List.of(command));
    return LocalCommand.run(Map.of(), timeout, arguments);
  }

  private String netns() {
    return script(TIMEOUT, List.of("netns")).expect(0).out().strip();
  }

  void powerCut(Integer... hosts) {
    onEach("power-cut", hosts);
  }

  void boot(Integer... hosts) {
    onEach("boot", hosts);
  }

  /** Returns after what time the last one reached its default runlevel. */
  Duration timedBoot(Integer... hosts) {
    long start = System.nanoTime();
    boot(hosts);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  void bootThoseThatAreOff(Integer... hosts) {
    Integer[] off = Stream.of(hosts).filter(host -> !isOn(host)).toArray(Integer[]::new);
    if (off.length > 0) {
      boot(off);
    }
  }

  private boolean isOn(int host) {
    return exec(host, "true").exit() == 0;
  }

  void newCard(Integer... hosts) {
    onEach("new-card", hosts);
  }

  /** Of the card in the host, from its next boot on. */
  void serial(int host, String serial) {
    script(TIMEOUT, List.of("serial", "" + host, serial)).expect(0);
  }

  /** The card of a host that is off, in this machine's reader: the folder of its root. */
  Path cardOut(int host) {
    return Path.of(script(TIMEOUT, List.of("card-out", "" + host)).expect(0).out().strip());
  }

  void cardIn(Integer... hosts) {
    onEach("card-in", hosts);
  }

  /** The root file system that all hosts share; empty where no hosts can be. */
  static Optional<Path> sharedRoot() {
    Result result = LocalCommand.run(Map.of(), FIRST_UP, List.of(SCRIPT, "build"));
    return result.exit() == THIS_MACHINE_CANNOT
        ? Optional.empty()
        : Optional.of(Path.of(result.expect(0).out().strip()));
  }

  /** Of the host, which is off: at its boots it is 1970. */
  void clockIn1970(int host) {
    clock(host, Instant.EPOCH);
  }

  /** Of the host, which is off: what it is at its boots. */
  void clock(int host, Instant time) {
    script(TIMEOUT, List.of("clock", "" + host, "" + time.getEpochSecond())).expect(0);
  }

  /** Somebody has set the host's clock. */
  void clockRight(int host) {
    script(TIMEOUT, List.of("clock", "" + host, "right")).expect(0);
  }

  void cableOut(Integer... hosts) {
    onEach("cable-out", hosts);
  }

  void cableIn(Integer... hosts) {
    onEach("cable-in", hosts);
  }

  void plug(int host, Path stick) {
    script(TIMEOUT, List.of("plug", "" + host, stick.toString())).expect(0);
  }

  /** A stick whose lock is set: nothing can be written to it. */
  void plugReadOnly(int host, Path stick) {
    script(TIMEOUT, List.of("plug", "" + host, stick + ":ro")).expect(0);
  }

  void unplug(int host) {
    script(TIMEOUT, List.of("unplug", "" + host)).expect(0);
  }

  /** The folder of this machine that holds what the host has written. */
  Path disk(int host) {
    return Path.of(script(TIMEOUT, List.of("disk", "" + host)).expect(0).out().strip());
  }

  /** What is on the card of a host that is off. */
  Path imageOfCard(int host) {
    Path image = Folder.temporary("image");
    copy(disk(host), image);
    return image;
  }

  /** Switches a host off, writes an image to its card, as it was then, and leaves it off. */
  void writeImage(int host, Path image) {
    powerCut(host);
    Path disk = disk(host);
    Folder.list(disk).forEach(Folder::remove);
    copy(image, disk);
  }

  private static void copy(Path from, Path to) {
    LocalCommand.run(Map.of(), TIMEOUT, List.of("cp", "-a", from + "/.", to.toString())).expect(0);
  }

  private void onEach(String verb, Integer... hosts) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    Stream.of(hosts).forEach(host -> arguments.add("" + host));
    script(TIMEOUT, arguments).expect(0);
  }

  private Result script(Duration timeout, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(SCRIPT));
    command.addAll(arguments);
    return LocalCommand.run(fleet, timeout, command);
  }

  private void down() {
    script(TIMEOUT, List.of("down"));
  }

  @Override
  public void close() {
    down();
    Runtime.getRuntime().removeShutdownHook(downAtExit);
  }
}
