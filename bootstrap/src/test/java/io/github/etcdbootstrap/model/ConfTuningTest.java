package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfTuningTest {
  @Test
  void theOwnersKeysAreReadInTheirOrder() {
    YamlFields fields = fields("tuning: {election-timeout: 5000, heartbeat-interval: 500}\n");

    List<Setting> settings = ConfTuning.read(fields, "tuning", EtcdVersion.DEFAULT);

    assertThat(settings)
        .containsExactly(
            new Setting("election-timeout", Setting.Type.INTEGER, List.of("5000")),
            new Setting("heartbeat-interval", Setting.Type.INTEGER, List.of("500")));
    assertThat(fields.problems()).isEmpty();
  }

  @Test
  void noTuningIsFine() {
    assertThat(ConfTuning.read(fields("x: y\n"), "tuning", EtcdVersion.DEFAULT)).isEmpty();
  }

  @Test
  void allThatIsNotTheOwnersToSetIsAProblemWithItsLine() {
    YamlFields fields =
        fields(
            """
            tuning:
              name: other
              force-new-cluster: true
              snapshot-cuont: 1
              tls-min-version: TLS1.2
              cors:
              log-outputs: stderr
              debug: true
            """);

    ConfTuning.read(fields, "tuning", EtcdVersion.DEFAULT);

    assertThat(fields.problems())
        .extracting(Problem::cause)
        .containsExactly(
            "cluster.yml:2: `tuning.name` cannot be set here: this program sets it",
            "cluster.yml:3: `tuning.force-new-cluster` cannot be set here: it cuts this member off"
                + " from the others for good",
            "cluster.yml:4: `tuning.snapshot-cuont` is unknown to etcd 3.5.2",
            "cluster.yml:5: `tuning.tls-min-version` is unknown to etcd 3.5.2: 3.5.8 has it",
            "cluster.yml:6: `tuning.cors` has no value",
            "cluster.yml:7: `tuning.log-outputs` is a string (stderr), expected a list of strings",
            "cluster.yml:8: `tuning.debug` cannot be set here: etcd 3.5 reads log-level instead");
  }

  @Test
  void anElectionMustOutlastFiveHeartbeats() {
    YamlFields fields = fields("tuning:\n  heartbeat-interval: 500\n  election-timeout: 2000\n");

    ConfTuning.read(fields, "tuning", EtcdVersion.DEFAULT);

    assertThat(fields.problems())
        .containsExactly(
            new Problem(
                "cluster.yml:3: `tuning.election-timeout` does not fit: election-timeout is 2000,"
                    + " but must be at least 5 times heartbeat-interval, which is 500",
                "write an election-timeout of 5000"));
  }

  @Test
  void aTimeWithoutEndIsNone() {
    String time = "1h".repeat(50_000);
    YamlFields fields = fields("tuning: {auto-compaction-retention: \"" + time + "\"}\n");

    assertThat(ConfTuning.read(fields, "tuning", EtcdVersion.DEFAULT)).isEmpty();
    assertThat(fields.problems().get(0).cause())
        .endsWith("1h1h…, expected a number or a time")
        .hasSizeLessThan(200);
  }

  private static YamlFields fields(String text) {
    return new YamlFields("cluster.yml", YamlReader.readMapping("cluster.yml", text));
  }
}
