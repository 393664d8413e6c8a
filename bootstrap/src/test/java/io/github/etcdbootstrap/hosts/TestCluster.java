package io.github.etcdbootstrap.hosts;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Test hosts with a seed on their stick: what their owner does there, and what he looks at. */
final class TestCluster implements AutoCloseable {
  static final String JAR = "/opt/target/etcd-bootstrap.jar";

  /**
   * The etcd of the tables of losses, growth and takes: a current one, whose bugs are not ours. The
   * first that the program installs: `-Dtables.etcd=3.5.2`.
   */
  static final String CURRENT = System.getProperty("tables.etcd", "3.5.35");

  /** Left to itself etcdctl gives a cluster five seconds, however busy the machine is. */
  static final String PATIENT = "ETCDCTL_COMMAND_TIMEOUT=60s";

  private static final String TARGET = Path.of("target").toAbsolutePath() + ":/opt/target:ro";
  private static final String BY_HAND =
      Path.of("..", "test-fixtures", "by-hand").toAbsolutePath().normalize() + ":/opt/by-hand:ro";
  private static final Duration RUN = Duration.ofMinutes(12);
  private static final Duration UNTIL_GONE = Duration.ofMinutes(2);
  private static final Duration UNTIL_HEALTHY = Duration.ofMinutes(4);

  final TestHosts hosts;
  final TestSeed seed;
  private final int size;

  private TestCluster(TestHosts hosts, TestSeed seed, int size) {
    this.hosts = hosts;
    this.seed = seed;
    this.size = size;
  }

  /**
   * Bare hosts with the JAR at hand, and the seed plugged in.
   *
   * @param seedOptions of cfssl-seed
   */
  static TestCluster ofBareHosts(Class<?> test, int size, String... seedOptions) {
    return ofBareHosts(test, size, TestSeed.onStick(), seedOptions);
  }

  static TestCluster ofBareHosts(Class<?> test, int size, TestSeed seed, String... seedOptions) {
    TestHosts hosts = TestHosts.up(test, size, seed.stick(), TARGET, BY_HAND);
    List<String> options = new ArrayList<>(List.of("--members", "" + size));
    options.addAll(List.of(seedOptions));
    seed.make(options.toArray(String[]::new));
    return new TestCluster(hosts, seed, size);
  }

  /** Bare hosts whose cluster.yml wants {@link #CURRENT}. */
  static TestCluster ofTable(Class<?> test, int size, String... seedOptions) {
    return ofBareHosts(test, size, seedOptions).want(CURRENT);
  }

  /** cluster.yml asks for this version, whose tarball is in the seed. */
  TestCluster want(String version) {
    if (!version.equals(seed.version())) {
      seed.want(version);
    }
    return this;
  }

  /** New cards everywhere, and a seed that knows of no cluster. */
  void startFromBare() {
    hosts.newCard(all());
    seed.forget();
  }

  Integer[] all() {
    return IntStream.rangeClosed(1, size).boxed().toArray(Integer[]::new);
  }

  Result run(int host, String... arguments) {
    List<String> command = new ArrayList<>(List.of("java", "-jar", JAR));
    command.addAll(List.of(arguments));
    return hosts.exec(host, RUN, command.toArray(String[]::new));
  }

  /** The JAR, while it runs on. */
  RunInHost begin(int host, String... arguments) {
    return RunInHost.begin(this, host, arguments);
  }

  /** With the times that busybox measures, on standard error. */
  Result timedRun(int host) {
    return hosts.exec(host, RUN, "time", "-p", "java", "-jar", JAR);
  }

  /** The JAR on each of these hosts at the same time; their results in the order given. */
  List<Result> runAtOnce(Integer... on) {
    return atOnce(host -> run(host), on);
  }

  /** A line for the shell on each of these hosts at the same time. */
  void onEach(String line, Integer... on) {
    atOnce(host -> hosts.shell(host, line), on).forEach(result -> result.expect(0));
  }

  private static List<Result> atOnce(Function<Integer, Result> work, Integer... on) {
    List<Background<Result>> begun =
        Stream.of(on).map(host -> Background.begin(() -> work.apply(host))).toList();
    return begun.stream().map(Background::end).toList();
  }

  /**
   * One cluster of all hosts, made without the program, as its owner did before.
   *
   * @param programs the folder of etcd's programs
   * @param kind who looks after the process: supervised or background
   */
  void makeByHand(String programs, String kind) {
    Stream.of(all()).forEach(this::teachNames);
    String tarball = "/media/usb/etcd-v" + seed.version() + "-linux-amd64.tar.gz";
    onEach(String.join(" ", "/opt/by-hand/set-up", programs, kind, tarball, "/media/usb"), all());
    awaitHealthy(all());
  }

  /** One cluster of all hosts. */
  void form() {
    runAtOnce(all()).forEach(result -> result.expect(0));
  }

  /**
   * A run whose JVM ends without a word.
   *
   * @param where before the change of this number or kind is made
   */
  Result runHaltingBefore(int host, String where) {
    return runWith("HaltingMain", host, where);
  }

  /**
   * A run that says each of its points, and whose JVM ends at one of them without a word.
   *
   * @param point its number; 0 for none
   * @param which points count
   */
  Result runStoppedAt(int point, String which, int host) {
    return runWith("StoppedMain", host, "" + point, which);
  }

  /**
   * A run that stops itself (SIGSTOP) before the first change of this kind. By way of a shell that
   * waits for it: what leads into the host would stop with its child.
   */
  Result runFrozenBefore(String kind, int host) {
    String command = String.join(" ", commandWith("FrozenMain", kind));
    return hosts.exec(host, RUN, "sh", "-c", command + "; exit $?");
  }

  private Result runWith(String main, int host, String... arguments) {
    return hosts.exec(host, RUN, commandWith(main, arguments).toArray(String[]::new));
  }

  private static List<String> commandWith(String main, String... arguments) {
    String classPath = JAR + ":/opt/target/test-classes";
    List<String> command = new ArrayList<>(List.of("java", "-cp", classPath));
    command.add("io.github.etcdbootstrap.cli." + main);
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * An etcd that is cut after it made its log, and before it wrote into it who its members are,
   * knows nobody for ever (docs/membership.md): that instant is etcd's, and not what is cut here.
   */
  void letEtcdBegin(int host) {
    String loop =
        "i=0; while [ $i -lt 600 ] && ls -l /proc/*/exe 2>/dev/null | grep -q '/etcd$'"
            + " && ! grep -q 'added member' /var/log/etcd/etcd.log 2>/dev/null;"
            + " do sleep 0.2; i=$((i + 1)); done; sleep 0.5";
    hosts.shell(host, loop).expect(0);
  }

  JsonObject json(int host, String... arguments) {
    return JsonParser.parseString(run(host, arguments).out()).getAsJsonObject();
  }

  JsonObject status(int host) {
    return JsonParser.parseString(run(host, "status", "--json").expect(0).out()).getAsJsonObject();
  }

  /** As a shell has it that has read /etc/profile.d/etcd.sh, and nothing else but patience. */
  Result etcdctl(int host, String arguments) {
    String line = ". /etc/profile; etcdctl " + arguments;
    return hosts.exec(host, "env", "-i", PATIENT, "/bin/sh", "-c", line);
  }

  /** What this one member has, whatever the others say. */
  String readFrom(int host, String key) {
    String get = "get --consistency=s --print-value-only " + key;
    return etcdctlOfOne(host, get).expect(0).out().strip();
  }

  /** Asks the host's own member only. */
  Result etcdctlOfOne(int host, String arguments) {
    String own = "export ETCDCTL_ENDPOINTS=https://127.0.0.1:2379";
    return hosts.shell(host, ". /etc/profile; " + own + "; " + PATIENT + " etcdctl " + arguments);
  }

  /** By flags alone: 3.5.2's etcdctl has this one command end at what the environment sets. */
  void moveLeader(int from, String to) {
    String flags = "--cacert=$ETCDCTL_CACERT --cert=$ETCDCTL_CERT --key=$ETCDCTL_KEY";
    String endpoint = "--endpoints=https://127.0.0.1:2379 --command-timeout=60s";
    String command = "env -i PATH=$PATH etcdctl %s %s move-leader %s";
    hosts.shell(from, ". /etc/profile; " + command.formatted(flags, endpoint, to)).expect(0);
  }

  /** etcd's own word, asked by a computer on the network with the client's certificate. */
  String healthOf(String url, String... curlOptions) {
    List<String> command = new ArrayList<>(List.of("curl", "--silent", "--max-time", "20"));
    command.addAll(List.of("--cacert", seed.file("ca.pem").toString()));
    command.addAll(List.of("--cert", seed.file("client.pem").toString()));
    command.addAll(List.of("--key", seed.file("client-key.pem").toString()));
    command.addAll(List.of(curlOptions));
    command.add(url + "/health");
    return hosts.fromOutside(command.toArray(String[]::new)).out();
  }

  boolean isHealthy(int host) {
    return healthOf("https://" + TestHosts.address(host) + ":2379").contains("\"health\":\"true\"");
  }

  /** Returns how long it took. */
  Duration awaitHealthy(Integer... members) {
    return Wait.until(
        "healthy: " + List.of(members),
        UNTIL_HEALTHY,
        () -> Stream.of(members).allMatch(this::isHealthy));
  }

  /**
   * Empty if none runs. By its program, which may have been replaced since: the init script is
   * called etcd as well.
   */
  String etcdPid(int host) {
    String programs = "ls -l /proc/[0-9]*/exe 2>/dev/null | sed 's/ (deleted)$//'";
    String pidOfEtcd = "sed -n 's|.*/proc/\\([0-9]*\\)/exe -> /usr/local/lib/etcd/.*/etcd$|\\1|p'";
    return hosts.shell(host, programs + " | " + pidOfEtcd).out().strip();
  }

  /** By host. */
  Map<Integer, String> etcdPids() {
    Map<Integer, String> pids = new TreeMap<>();
    Stream.of(all()).forEach(host -> pids.put(host, etcdPid(host)));
    return pids;
  }

  /** Until it is gone: in the midst of a flush it dies only after that. */
  void killEtcd(int host) {
    String pid = etcdPid(host);
    hosts.exec(host, "kill", "-9", pid).expect(0);
    Wait.until(
        "etcd " + pid + " is gone",
        UNTIL_GONE,
        () -> hosts.exec(host, "test", "-e", "/proc/" + pid).exit() == 1);
  }

  /** Of data, a process or a socket of etcd's; empty if there are none. */
  String signsOfEtcd(int host) {
    String data = "ls /var/lib/etcd/member/wal/*.wal 2>/dev/null";
    String socket = "netstat -ltn | grep ':2379 '";
    return hosts.shell(host, data + "; " + socket).out() + etcdPid(host);
  }

  DiskSnapshot disk(int host) {
    return DiskSnapshot.ofAllButLogs(hosts.disk(host));
  }

  DiskSnapshot diskWithoutData(int host) {
    return DiskSnapshot.ofAllButLogsAndData(hosts.disk(host));
  }

  DiskSnapshot contents(int host) {
    return DiskSnapshot.ofContents(hosts.disk(host));
  }

  /** A name service as the owner's dnsmasq, by other means. */
  void teachNames(int host) {
    StringBuilder lines = new StringBuilder();
    for (int member : all()) {
      String full = TestHosts.name(member) + ".edge.huatai.me";
      lines.append("echo %s %s >>/etc/hosts;".formatted(TestHosts.address(member), full));
    }
    hosts.shell(host, lines.toString()).expect(0);
  }

  void forgetNames(int host) {
    hosts.shell(host, "sed -i /edge.huatai.me/d /etc/hosts").expect(0);
  }

  @Override
  public void close() {
    hosts.close();
    seed.close();
  }
}
