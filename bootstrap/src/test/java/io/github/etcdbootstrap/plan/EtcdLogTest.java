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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Not recorded, but etcd's and Go's own words all the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          couldn't find local name x in the initial cluster configuration | list of members
          it has y=https://a:2380 but missing from --initial-advertise-peer-urls | list of members
          error validating peerURLs: member count is unequal | list of members
          PeerURLs: no match found for existing member (7, [https://a:2380]) | list of members
          unmatched member while checking PeerURLs | list of members
          remote error: tls: unknown certificate authority | the other side does not trust
          tls: private key does not match public key | its key do not match
          x509: certificate signed by unknown authority | the other side does not trust
          x509: cannot validate certificate for a because it doesn't contain any IP SANs | does not name
          tls: a does not match any of DNSNames [b] | does not name
          x509: certificate is valid for a, not b | does not name
          mvcc: database space exceeded | quota
          etcdserver: no space | quota
          error unmarshaling JSON: cannot unmarshal number into Go struct field | its configuration
          error converting YAML to JSON: yaml: line 3: mapping values are not allowed | its configuration
          dial tcp: lookup x-k3s-m-2.edge.huatai.me: no such host | this machine's resolver
          write /var/lib/etcd/member/wal/0.tmp: no space left on device | the disk is full
          open /var/lib/etcd/member/snap/db: permission denied | may not read or write
          open /var/lib/etcd/member/snap/db: read-only file system | may not read or write
          """)
  void whatElseItMaySay(String error, String cause) {
    EtcdLog read = EtcdLog.read(List.of(START, fatal(error)), List.of(RUN));

    assertThat(read.corrupt()).isEmpty();
    assertThat(read.cause().orElseThrow().cause()).contains(cause).endsWith(error + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed to read WAL, cannot be repaired",
        "wal: max entry size limit exceeded",
        "wal: file not found",
        "wal: slice bounds out of range",
        "failed to open database: checksum error",
        "failed to open database: version mismatch",
        "failed to open database: file size too small 1",
        "failed to open database: unexpected EOF",
        "failed to open database: EOF"
      })
  void whatElseItSaysOfDamage(String error) {
    assertThat(EtcdLog.read(List.of(START, fatal(error)), List.of(RUN)).corrupt())
        .contains("discovery failed: " + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "panic: runtime error: index out of range [5] with length 2",
        "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]",
        "[signal SIGBUS: bus error code=0x2 addr=0x1 pc=0x1]",
        "unexpected fault address 0x1"
      })
  void aFaultIsDamageOnlyInTheDatabase(String fault) {
    List<String> inDatabase =
        List.of(RUN, fault, "", "goroutine 1:", "go.etcd.io/bbolt.(*DB).page");
    List<String> elsewhere =
        List.of(RUN, fault, "", "goroutine 1:", "go.etcd.io/etcd/raft.stepLeader");

    assertThat(EtcdLog.read(List.of(START), inDatabase).corrupt()).isPresent();
    assertThat(EtcdLog.read(List.of(START), elsewhere).corrupt()).isEmpty();
  }

  @Test
  void whatIsNotKnownIsToldInItsWords() {
    EtcdLog read = EtcdLog.read(List.of(START, fatal("never seen before")), List.of(RUN));
    assertThat(read.cause().orElseThrow().cause())
        .isEqualTo("it says \"discovery failed: never seen before\"");
  }

  private static String fatal(String error) {
    return DAMAGED.replace("walpb: crc mismatch", error);
  }

  /** With less of the log than its beginning, nothing but the refusal says that it is older. */
  @Test
  void afterARefusalTheLogIsAnOlderStarts() {
    String refused = RUN.replace("starting", "not starting") + ": /etc/etcd/conf.yml is missing";
    assertThat(EtcdLog.read(List.of(DAMAGED), List.of(refused)).corrupt()).isEmpty();
  }

  @Test
  void ofTwoStartsTheLastOneCounts() {
    String earlier = START.replace("16:38:50", "15:38:50");
    assertThat(EtcdLog.read(List.of(earlier, START, DAMAGED), List.of(RUN)).corrupt()).isPresent();
    assertThat(EtcdLog.read(List.of(earlier, DAMAGED, START), List.of(RUN)).corrupt()).isEmpty();
  }

  @Test
  void aZoneOfItsOwnIsTheSameTime() {
    String local = START.replace("16:38:50.058Z", "17:38:50.058123+0100");
    assertThat(EtcdLog.read(List.of(local, DAMAGED), List.of(RUN)).corrupt()).isPresent();
    String hourBefore = local.replace("17:38", "16:38");
    assertThat(EtcdLog.read(List.of(hourBefore, DAMAGED), List.of(RUN)).corrupt()).isEmpty();
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
