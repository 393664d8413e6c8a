package io.github.etcdbootstrap.seed;

import static io.github.etcdbootstrap.seed.ClusterYml.GOOD;
import static io.github.etcdbootstrap.seed.ClusterYml.assertSays;
import static io.github.etcdbootstrap.seed.ClusterYml.member;
import static io.github.etcdbootstrap.seed.ClusterYml.problems;
import static io.github.etcdbootstrap.seed.ClusterYml.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.text.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterFileTest {
  private static final String SUM = "0123456789abcdef".repeat(4);

  @Test
  void readsTheExampleAlsoWithAllItsKeysTaken() throws IOException {
    String example = Files.readString(Path.of("../conf/cluster.example.yml"));
    String whole = example.replaceAll("(?m)^# (?=[a-z-]+:|  )", "").replace("64 hex digits", SUM);
    assertThat(read(example).members()).hasSize(3);
    assertThat(read(whole).tuning()).extracting(Setting::key).contains("election-timeout");
    assertThat(read(whole).sums()).containsOnlyKeys(Architecture.ARM64);
  }

  @Test
  void readsEverything() {
    ClusterSpec spec =
        read(
            """
            cluster: k3s-edge
            members: {x-k3s-m-1: 192.168.7.11, X-K3S-M-2: "192.168.7.12", x-k3s-m-3: fd00::13}
            domain: Edge.huatai.me
            service: etcd.edge.huatai.me
            manage-hosts: true
            data-dir: /data/etcd
            etcd:
              version: 3.5.16
              sources: ["https://mirror.example/etcd", "http://192.168.7.1:8080", "file:///media/usb"]
              sha256: {arm64: "%s"}
            tuning: {heartbeat-interval: 500, election-timeout: 5000}
            """
                .formatted(SUM));
    assertThat(spec.cluster()).isEqualTo("k3s-edge");
    assertThat(spec.members())
        .containsExactly(
            member("x-k3s-m-1", "192.168.7.11"),
            member("x-k3s-m-2", "192.168.7.12"),
            member("x-k3s-m-3", "fd00::13"));
    assertThat(spec.domain()).contains("edge.huatai.me");
    assertThat(spec.service()).contains("etcd.edge.huatai.me");
    assertThat(spec.manageHosts()).isTrue();
    assertThat(spec.dataDir()).isEqualTo(HostPath.of("/data/etcd"));
    assertThat(spec.version()).isEqualTo(new EtcdVersion(3, 5, 16));
    assertThat(spec.sources())
        .containsExactly(
            URI.create("https://mirror.example/etcd"),
            URI.create("http://192.168.7.1:8080"),
            URI.create("file:///media/usb"));
    assertThat(spec.sums()).isEqualTo(Map.of(Architecture.ARM64, new Sha256(SUM)));
    assertThat(spec.tuning())
        .extracting(Setting::key)
        .containsExactlyInAnyOrder("heartbeat-interval", "election-timeout");
  }

  @Test
  void hasDefaults() {
    assertThat(read(GOOD))
        .isEqualTo(
            new ClusterSpec(
                "k3s-edge",
                List.of(member("a", "192.168.7.11")),
                Optional.empty(),
                Optional.empty(),
                false,
                HostPath.of("/var/lib/etcd"),
                new EtcdVersion(3, 5, 2),
                List.of(),
                Map.of(),
                List.of()));
  }

  @Test
  void reportsAllTogether() {
    List<Problem> problems =
        problems(
            """
            cluster: 5
            members: {a: 192.168.7.256, b_: 10.0.0.2, c: }
            domain: .edge
            colour: red
            manage-hosts: maybe
            data-dir: /etc
            etcd:
              version: 3.5
              mirror: x
              sources: [ftp://x/]
              sha256: {arm64: abc, riscv: x}
            tuning: {name: x}
            """);
    assertThat(problems)
        .extracting(p -> p.cause().replaceFirst("(:\\d+: `[^`]*`).*", "$1"))
        .containsExactlyInAnyOrder(
            "cluster.yml:4: `colour`",
            "cluster.yml:1: `cluster`",
            "cluster.yml:2: `members.a`",
            "cluster.yml:2: `members.b_`",
            "cluster.yml:2: `members.c`",
            "cluster.yml:3: `domain`",
            "cluster.yml:5: `manage-hosts`",
            "cluster.yml:6: `data-dir`",
            "cluster.yml:8: `etcd.version`",
            "cluster.yml:9: `etcd.mirror`",
            "cluster.yml:10: `etcd.sources`",
            "cluster.yml:11: `etcd.sha256.arm64`",
            "cluster.yml:11: `etcd.sha256.riscv`",
            "cluster.yml:12: `tuning.name`");
    assertThat(problems).allSatisfy(p -> assertThat(p.remedy()).isNotBlank());
  }

  @Test
  void needsClusterAndMembers() {
    assertThat(problems("domain: x\n"))
        .extracting(Problem::cause)
        .containsExactly(
            "cluster.yml:1: `cluster` is missing", "cluster.yml:1: `members` is missing");
    assertSays("cluster: c\nmembers: {}\n", "`members` has 0 members, expected 1 to 7");
    assertSays("cluster: c\nmembers: [a, b]\n", "`members` is a list, expected keys");
    assertSays("cluster: c\nmembers:\n", "`members` has no value");
  }

  @ParameterizedTest
  @CsvSource({
    "3.5, is a decimal number (3.5)",
    "3, is a whole number (3)",
    "three, is three",
    "'', is empty",
    "3.6.1, 'is 3.6.1, but only etcd 3.5 is supported'",
    "4.5.1, 'is 4.5.1, but only etcd 3.5 is supported'"
  })
  void wantsAVersionOfThreeParts(String version, String said) {
    assertSays(GOOD + "etcd: {version: " + version + "}\n", "`etcd.version` " + said);
  }

  @ParameterizedTest
  @CsvSource({"3.4.1, false", "3.6.1, true", "4.6.1, false"})
  void whoWantsTheNextVersionIsToldWhatItNeeds(String version, boolean told) {
    String remedy = problems(GOOD + "etcd: {version: " + version + "}\n").get(0).remedy();

    assertThat(remedy.contains("3.6 must wait until every member has run at least 3.5.32"))
        .isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://x/y",
        "/media/usb",
        "https:///x",
        "file:x",
        "file://host/x",
        "https://u:p@x/y",
        "https://x/y?z",
        "https://x/ y",
        "https://x/y#z"
      })
  void wantsBasesOfMirrors(String source) {
    assertSays(GOOD + "etcd: {sources: [\"" + source + "\"]}\n", "`etcd.sources` has ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"u:word", "u:wo/rd", "u:wo rd", "u:w@rd", "u:w?rd"})
  void noSourcesPasswordIsShown(String account) {
    String source = "https://" + account + "@mirror.example/y";

    assertThat(problems(GOOD + "etcd: {sources: [\"" + source + "\"]}\n").get(0).cause())
        .contains("`etcd.sources` has https://…@mirror.example/y, expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "domain"})
  void wantsHostNames(String key) {
    for (String name : List.of("-x", "x-", "a..b", "x.", "a_b", "10.0.0.1", "a b")) {
      assertSays(GOOD + key + ": \"" + name + "\"\n", "`" + key + "` is " + name);
    }
    assertSays(GOOD + key + ":\n", "`" + key + "` is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.edge"})
  void aServiceIsNoSingleMember(String service) {
    assertSays(GOOD + "domain: edge\nservice: " + service + "\n", "which is the member a alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "'a:b'", "ü"})
  void boundsTheClustersName(String name) {
    assertSays(GOOD.replace("k3s-edge", name), "`cluster` is ");
    assertSays(GOOD.replace("k3s-edge", "x".repeat(64)), "at most 63");
  }

  @Test
  void namesTheFileThatIsNoUtf8() {
    byte[] latin1 = (GOOD + "# gr\u00fc\u00dfe").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ClusterFile.read("/seed/cluster.yml", Content.of(latin1)))
        .hasMessageContaining("/seed/cluster.yml:3: is not UTF-8");
  }
}
