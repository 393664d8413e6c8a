package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.text.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the lines that real etcds wrote, each of one damage or one wrong setting. */
class EtcdLogTest {
  private static final Path RECORDED = Path.of("src/test/resources/etcdlog");
  private static final String RUN = "2026-11-23T16:38:50Z etcd-run: starting etcd 3.5.2";
  private static final String START =
      "{\"level\":\"info\",\"ts\":\"2026-11-23T16:38:50.058Z\",\"msg\":\"Running: \"}";
  private static final String DAMAGED =
      "{\"level\":\"fatal\",\"ts\":\"2026-11-23T16:38:50.060Z\",\"msg\":\"discovery failed\","
          + "\"error\":\"walpb: crc mismatch\"}";

  static Stream<Path> recorded() throws IOException {
    try (Stream<Path> files = Files.walk(RECORDED)) {
      return files
          .filter(f -> f.toString().endsWith(".txt") && !f.endsWith("summary.txt"))
          .sorted()
          .collect(Collectors.toList())
          .stream();
    }
  }

  @Test
  void whatEachMeans() throws IOException {
    StringBuilder summary = new StringBuilder();
    for (Path file : recorded().toList()) {
      EtcdLog read = read(file);
      summary.append("# " + RECORDED.relativize(file) + "\n");
      read.corrupt().ifPresent(c -> summary.append("corrupt: " + c + "\n"));
      read.cause().ifPresent(c -> summary.append("cause: " + c.cause() + "\ndo: " + c.remedy()));
      summary.append(read.cause().isPresent() ? "\n\n" : "nothing to say\n\n");
    }
    Golden.check("etcdlog/summary.txt", summary.toString());
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void anEarlierStartSaysNothingOfThisOne(Path file) throws IOException {
    List<String> log = part(file, "etcd.log");
    List<String> service = part(file, "service.log");

    EtcdLog read =
        EtcdLog.read(
            Stream.concat(log.stream(), Stream.of(START.replace("-11-23", "-11-24"))).toList(),
            Stream.concat(service.stream(), Stream.of(RUN.replace("-11-23", "-11-24"))).toList());

    assertThat(read.corrupt()).isEmpty();
    assertThat(read.cause()).isEmpty();
  }

  @Test
  void anAttemptThatDidNotComeToItsLogLeavesAnOlderStartsThere() {
    assertThat(EtcdLog.read(List.of(START, DAMAGED), List.of(RUN)).corrupt()).isPresent();

    assertThat(EtcdLog.read(List.of(START, DAMAGED), List.of(RUN, RUN.replace("38:50", "39:50"))))
        .isEqualTo(new EtcdLog(java.util.Optional.empty(), java.util.Optional.empty()));
  }

  /** An owner's template without `log-outputs` makes etcd write to where etcd-run does. */
  @ParameterizedTest
  @MethodSource("recorded")
  void withoutALogOfItsOwnItSaysTheSame(Path file) throws IOException {
    List<String> both =
        Stream.of(
                List.of(RUN),
                part(file, "etcd.log"),
                part(file, "service.log").stream().skip(1).toList())
            .flatMap(List::stream)
            .toList();
    boolean beforeItsLog = part(file, "service.log").stream().anyMatch(l -> l.contains("Running"));

    if (!beforeItsLog) {
      EtcdLog read = EtcdLog.read(List.of(), both);
      assertThat(read.corrupt().isPresent()).isEqualTo(read(file).corrupt().isPresent());
      assertThat(read.cause().map(Problem::remedy))
          .isEqualTo(read(file).cause().map(Problem::remedy));
    }
  }

  @Test
  void whatEtcdRunRefusedIsTheCause() {
    EtcdLog read =
        EtcdLog.read(
            List.of(START, DAMAGED),
            List.of(
                RUN,
                "2026-11-23T16:39:50Z etcd-run: not starting etcd: /etc/etcd/conf.yml is missing;"
                    + " run etcd-bootstrap on this host: java -jar etcd-bootstrap.jar"));

    assertThat(read.corrupt()).isEmpty();
    assertThat(read.cause().orElseThrow().cause())
        .isEqualTo("etcd-run: not starting etcd: /etc/etcd/conf.yml is missing");
  }

  @Test
  void aZoneOfItsOwnIsTheSameTime() {
    String local = START.replace("16:38:50.058Z", "17:38:50.058123+0100");
    assertThat(EtcdLog.read(List.of(local, DAMAGED), List.of(RUN)).corrupt()).isPresent();
  }

  @Test
  void withoutTheBeginningAllIsOfTheLastStart() {
    assertThat(EtcdLog.read(List.of(DAMAGED), List.of()).corrupt()).isPresent();
    assertThat(EtcdLog.read(List.of(), List.of()).cause()).isEmpty();
  }

  private static EtcdLog read(Path file) throws IOException {
    return EtcdLog.read(part(file, "etcd.log"), part(file, "service.log"));
  }

  private static List<String> part(Path file, String name) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int from = lines.indexOf("== " + name) + 1;
    List<String> rest = lines.subList(from, lines.size());
    return rest.stream().takeWhile(l -> !l.startsWith("== ")).toList();
  }
}
