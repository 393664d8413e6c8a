package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.model.Setting.Type;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfYmlTest {
  private static final Birth BIRTH = Edge.birth(Edge.spec(), "0b1e55ed");
  private static final Mark INTENDED =
      Scenario.aBareHost().mark(BIRTH, Mark.State.INTENDED, MemorySide.CARD);

  @Test
  void theFileForEveryStartButTheFirst() {
    Golden.check("conf/conf.yml", ConfYml.conf(Edge.config()).text());
    Golden.check("conf/conf-by-name.yml", ConfYml.conf(Edge.config(Edge.named(), 2)).text());
  }

  @Test
  void theFileForTheFirstStart() {
    Golden.check("conf/first.yml", ConfYml.first(Edge.config(), BIRTH, INTENDED).text());
  }

  static Stream<NodeConfig> configs() {
    return Stream.of(
        Edge.config(),
        Edge.config(Edge.spec(1), 1),
        Edge.config(Edge.spec(7), 7),
        Edge.config(Edge.named(), 3));
  }

  /** Guard 1: it can start no member that has lost its data. */
  @ParameterizedTest
  @MethodSource("configs")
  void confNeverSaysHowToBegin(NodeConfig config) {
    Map<String, Yaml> conf = read(ConfYml.conf(config).text());

    assertThat(conf.keySet())
        .filteredOn(k -> k.startsWith("initial-"))
        .containsExactly("initial-advertise-peer-urls", "initial-cluster-state");
    assertThat(text(conf, "initial-cluster-state")).isEqualTo("existing");
    assertThat(conf.keySet()).noneMatch(k -> k.startsWith("discovery") || k.startsWith("force"));
    assertThat(ConfYml.conf(config).text()).doesNotContain("# permit");
  }

  @Test
  void firstDiffersFromConfOnlyInHowToBegin() {
    Map<String, Yaml> conf = read(ConfYml.conf(Edge.config()).text());
    Map<String, Yaml> first = read(ConfYml.first(Edge.config(), BIRTH, INTENDED).text());

    assertThat(text(first, "initial-cluster-state")).isEqualTo("new");
    assertThat(text(first, "initial-cluster-token")).isEqualTo(BIRTH.token());
    assertThat(text(first, "initial-cluster")).isEqualTo(BIRTH.initialCluster());
    assertThat(first.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    conf.keySet().stream(), Stream.of("initial-cluster", "initial-cluster-token"))
                .toList());
    assertThat(conf.keySet())
        .filteredOn(k -> !k.equals("initial-cluster-state"))
        .allSatisfy(k -> assertThat(plain(first.get(k))).isEqualTo(plain(conf.get(k))));
  }

  /** etcd-run takes the mark from the first line, and compares it with its file's name. */
  @Test
  void thePermitsFirstLineNamesItsMark() {
    String first = ConfYml.first(Edge.config(), BIRTH, INTENDED).text();

    assertThat(first).startsWith("# permit x-k3s-m-1-d23d84f4e3d4ac93\n");
    assertThat(INTENDED.fileName()).isEqualTo("x-k3s-m-1-d23d84f4e3d4ac93.intended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\\b", "a: b # c", "{a}", "%d", "ä → ö", "tab\there", "'", ""})
  void everyTextComesBackFromYaml(String value) {
    NodeConfig config = Edge.config().withSettings(List.of(text("auth-token", value)));

    assertThat(text(read(ConfYml.conf(config).text()), "auth-token")).isEqualTo(value);
  }

  @Test
  void everyTypeIsWrittenAsEtcdReadsIt() {
    NodeConfig config =
        Edge.config()
            .withSettings(
                List.of(
                    Setting.bool("pre-vote", true),
                    new Setting("log-outputs", Type.LIST, List.of("stderr", "/x y/[z]")),
                    new Setting("snapshot-count", Type.INTEGER, List.of("10000")),
                    new Setting("grpc-keepalive-interval", Type.NANOSECONDS, List.of("7200"))));

    assertThat(ConfYml.conf(config).text())
        .endsWith(
            """

            pre-vote: true
            log-outputs: ["stderr", "/x y/[z]"]
            snapshot-count: 10000
            grpc-keepalive-interval: 7200
            """);
  }

  @Test
  void whatThisEtcdDoesNotKnowIsNeverWritten() {
    NodeConfig config = Edge.config().withSettings(List.of(text("tls-min-version", "TLS1.2")));

    assertThatThrownBy(() -> ConfYml.conf(config))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("tls-min-version");
  }

  @Test
  void aLeftoverPlaceholderIsNeverWritten() {
    NodeConfig config = Edge.config().withSettings(List.of(text("metrics", "NODENAME")));

    assertThatThrownBy(() -> ConfYml.conf(config))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("NODENAME");
  }

  private static Map<String, Yaml> read(String text) {
    return YamlReader.readMapping("conf.yml", text).entries();
  }

  private static String text(Map<String, Yaml> conf, String key) {
    return ((Yaml.Scalar) conf.get(key)).text();
  }

  private static String plain(Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.kind() + scalar.text();
    } else if (node instanceof Yaml.Sequence sequence) {
      return sequence.items().stream().map(ConfYmlTest::plain).toList().toString();
    }
    StringBuilder text = new StringBuilder();
    ((Yaml.Mapping) node).entries().forEach((k, v) -> text.append(k).append(plain(v)));
    return text.toString();
  }

  private static Setting text(String key, String value) {
    return new Setting(key, Setting.Type.STRING, List.of(value));
  }
}
