package io.github.etcdbootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.pki.DamagedPem;
import io.github.etcdbootstrap.text.Damaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JAR itself, in a small heap, on seeds with one damaged file each. */
class DamagedSeedJarTest {
  private static final Path JAR = Path.of("target/etcd-bootstrap.jar");
  private static final int CASES = 40;
  private static final int AT_ONCE = 3;
  private static final String CLUSTER =
      """
      cluster: k3s-edge
      members: {x-k3s-m-1: 127.0.0.1, x-k3s-m-2: 127.0.0.2}
      tuning:
        heartbeat-interval: 500
        election-timeout: 5000
      """;

  @TempDir Path folder;

  @Test
  void isToldInWords() throws Exception {
    Map<String, Content> good = good();
    List<String> names = List.copyOf(good.keySet());
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<String>> runs = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      String name = names.get(i % names.size());
      byte[] file = good.get(name).bytes();
      byte[] bad = new Damaged(name, 1, List.of(file), f -> List.of()).one(i);
      Path seed = write("seed-" + i, good);
      Files.write(seed.resolve(name), bad);
      runs.add(threads.submit(() -> plan(seed)));
    }
    Path large = write("large", good);
    Files.writeString(large.resolve("cluster.yml"), "cluster: a\n".repeat(5 << 20));
    runs.add(threads.submit(() -> plan(large)));
    threads.shutdown();

    for (Future<String> run : runs) {
      assertThat(run.get()).contains("do: ").doesNotContain("Exception", "a bug", "\tat ");
      assertThat(run.get().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(1200));
    }
    assertThat(plan(large)).contains("cluster.yml: is larger than 1 MiB");
  }

  private static Map<String, Content> good() {
    Birth birth =
        Birth.of(
            "k3s-edge-0b1e55ed",
            List.of(
                new Birth.Named(new MemberName("x-k3s-m-1"), "https://127.0.0.1:2380"),
                new Birth.Named(new MemberName("x-k3s-m-2"), "https://127.0.0.2:2380")),
            "2026-11-20T08:00:00Z",
            "x-k3s-m-1");
    EtcdId id = birth.founders().get(0).id();
    Mark mark =
        Mark.of(
            "x-k3s-m-1",
            id,
            Mark.State.STARTED,
            new Mark.Details(birth.token(), birth.clusterId(), "ca4d", "2026-11-20T08:00:00Z"));
    Map<String, Content> good = new TreeMap<>(DamagedPem.good());
    good.put("cluster.yml", Content.of(CLUSTER));
    good.put("conf.yml.in", Content.of("name: NODENAME\nsnapshot-count: 5000\nlog-level: info\n"));
    good.put(Birth.FILE, birth.toContent());
    good.put("members/" + mark.fileName(), mark.toContent());
    return good;
  }

  private Path write(String name, Map<String, Content> files) throws IOException {
    Path seed = folder.resolve(name);
    Files.createDirectories(seed.resolve("members"));
    for (Map.Entry<String, Content> file : files.entrySet()) {
      Files.write(seed.resolve(file.getKey()), file.getValue().bytes());
    }
    return seed;
  }

  /** Looks, and changes nothing; this host is the first member, by its address. */
  private String plan(Path seed) throws IOException, InterruptedException {
    Path said = folder.resolve(seed.getFileName() + ".said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx64m",
                "-jar",
                JAR.toString(),
                "plan",
                "--seed",
                seed.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String words = Files.readString(said);
    assertThat(ended).as(words).isTrue();
    assertThat(process.exitValue()).as(words).isIn(1, 2, 3, 4);
    return words;
  }
}
