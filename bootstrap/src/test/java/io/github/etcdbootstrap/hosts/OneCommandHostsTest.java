package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A host that has only Java, and a stick with the JAR and the seed: one command and no flags. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneCommandHostsTest {
  private static final String JAR = "/media/usb/etcd-bootstrap.jar";
  private static final Duration RUN = Duration.ofMinutes(6);
  private static final int FAILED = 1;
  private static final int REFUSED = 4;

  private final List<TestSeed> seeds = new ArrayList<>();
  private TestHosts hosts;

  @BeforeAll
  void up() {
    TestSeed empty = TestSeed.onStick();
    seeds.add(empty);
    hosts = TestHosts.up(OneCommandHostsTest.class, 1, empty.stick());
  }

  @AfterAll
  void down() {
    if (hosts != null) {
      hosts.close();
    }
    seeds.forEach(TestSeed::close);
  }

  @BeforeEach
  void bare() {
    hosts.newCard(1);
    hosts.unplug(1);
  }

  @AfterEach
  void off() {
    hosts.exec(1, "rc-service", "etcd", "stop");
  }

  @Test
  void seedBesideTheJar() {
    plug(TestSeed.onStick(), "--members", "1", "--manage-hosts");
    becomesAClusterOfOne();
  }

  @Test
  void seedInAFolderOfTheStick() {
    plug(TestSeed.inFolderOfStick(), "--members", "1", "--manage-hosts");
    becomesAClusterOfOne();
  }

  private void becomesAClusterOfOne() {
    Result result = hosts.exec(1, RUN, "java", "-jar", JAR);

    assertHealthy(result);
    System.out.printf("one command, a cluster of one: %.1f s%n", result.seconds());
  }

  /** Word for word, for a folder with a blank in its name; `scp` is done by a stick. */
  @Test
  void whatSeedInitTellsToDo() throws IOException {
    Path work = Folder.temporary("work");
    try {
      List<String> told = seedInit(work.resolve("edge seed"));
      plugStick(told.get(0));
      assertHealthy(hosts.exec(1, RUN, "sh", "-c", told.get(1)));

      hosts.exec(1, "rc-service", "etcd", "stop").expect(0);
      bare();
      plugStick(told.get(0));
      assertThat(told.get(2)).startsWith("scp -r ").endsWith(" root@192.168.7.11:/root/");
      hosts.shell(1, "cp -r /media/usb/* /root/").expect(0);
      assertHealthy(hosts.exec(1, RUN, "sh", "-c", told.get(3)));
    } finally {
      Folder.remove(work);
    }
  }

  /** An empty one, after the line that fills it. */
  private void plugStick(String copy) {
    TestSeed stick = TestSeed.onStick();
    seeds.add(stick);
    String here = copy.replace(" /media/usb/", " " + stick.stick() + "/");
    LocalCommand.run(Map.of(), RUN, List.of("sh", "-c", here)).expect(0);
    hosts.plug(1, stick.stick());
  }

  /** Makes a seed of a cluster of one, with the release in it; the lines to be pasted. */
  private List<String> seedInit(Path folder) throws IOException {
    TestSeed other = TestSeed.onStick();
    seeds.add(other);
    other.make("--members", "1", "--manage-hosts");
    List<String> init = new ArrayList<>(List.of("java", "-jar", "target/etcd-bootstrap.jar"));
    init.addAll(List.of("seed", "init", "--from", "" + other.file("cluster.yml")));
    init.addAll(List.of("--dir", folder.toString()));
    String said = LocalCommand.run(Map.of(), RUN, init).expect(0).out();
    for (Path file : Folder.list(other.folder())) {
      if (file.toString().endsWith(".tar.gz")) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return said.lines().filter(line -> line.startsWith("     ")).map(String::strip).toList();
  }

  private static void assertHealthy(Result result) {
    assertThat(result.expect(0).out()).endsWith("x-k3s-m-1 is a healthy member of x-k3s\n");
  }

  /** Each host with a copy of its own: none can know that it alone founds. */
  @Test
  void seedThatIsNotSharedFoundsNothing() {
    plug(TestSeed.inFolderOfStick(), "--manage-hosts");
    hosts.shell(1, "cp -r /media/usb/seed /root/seed").expect(0);
    DiskSnapshot before = DiskSnapshot.of(hosts.disk(1));

    Result result = hosts.exec(1, RUN, "java", "-jar", JAR, "--seed", "/root/seed");

    result.expect(REFUSED);
    assertThat(DiskSnapshot.of(hosts.disk(1)).changesSince(before)).isEmpty();
    assertThat(hosts.shell(1, "ls /root/seed/birth.yml").exit()).isNotZero();
    assertThat(birthIn(result).founders())
        .extracting(founder -> founder.name().value())
        .containsExactly("x-k3s-m-1", "x-k3s-m-2", "x-k3s-m-3");
  }

  /** The file as it can be copied from the screen. */
  private static Birth birthIn(Result refused) {
    String printed =
        refused
            .err()
            .lines()
            .dropWhile(line -> !line.contains("# How this cluster was born"))
            .map(line -> line.replaceFirst("^  do:   ", ""))
            .collect(Collectors.joining("\n", "", "\n"));
    return Birth.read("the refusal", Content.of(printed));
  }

  @Test
  void ofTwoRunsAtOnceTheSecondIsTold() {
    plug(TestSeed.onStick(), "--manage-hosts");
    // By way of a shell that waits for it: what leads into the host would stop with its child.
    String run = "java -jar " + JAR + "; exit $?";
    Background<Result> first = Background.begin(() -> hosts.exec(1, RUN, "sh", "-c", run));
    Wait.until(
        "the first run stands still, with the lock",
        Duration.ofMinutes(2),
        () -> hosts.shell(1, "kill -STOP $(cat /run/etcd-bootstrap/lock)").exit() == 0);

    Result second = hosts.exec(1, RUN, "java", "-jar", JAR).expect(FAILED);

    hosts.shell(1, "kill -CONT $(cat /run/etcd-bootstrap/lock)").expect(0);
    assertThat(second.err()).contains("another run of etcd-bootstrap is at work on this host");
    assertThat(second.out()).isEmpty();
    assertThat(first.end().expect(0).out()).contains("1 of 3 up; run etcd-bootstrap on the next");
  }

  private void plug(TestSeed seed, String... options) {
    seeds.add(seed);
    seed.make(options);
    try {
      Files.copy(Path.of("target/etcd-bootstrap.jar"), seed.stick().resolve("etcd-bootstrap.jar"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    hosts.plug(1, seed.stick());
  }
}
