package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.ConfKey.Reading;
import io.github.etcdbootstrap.model.ConfKey.Role;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "name | 1 | is a whole number (1), expected a string | quote it: \"1\"",
        "log-outputs | stderr | is a string (stderr), expected a list of strings | write a list: [stderr]",
        "log-outputs | [1] | has a whole number (1) in its list, expected a string | quote it",
        "auto-compaction-retention | 1 | is a whole number (1), expected a string | quote it: \"1\"",
        "auto-compaction-retention | 1d | is 1d, expected a number or a time | write \"1\" or \"30m\"",
        "quota-backend-bytes | \"0\" | is a string (0), expected a whole number | write a whole number without quotes",
        "snapshot-count | -1 | is a whole number (-1), expected a whole number | write a whole number without quotes",
        "snapshot-count | 0x10 | is a whole number (0x10), expected a whole number | write a whole number without quotes",
        "snapshot-count | 1.5 | is a decimal number (1.5), expected a whole number | write a whole number without quotes",
        "proxy | off | is true or false (off), expected a string | quote it: \"off\"",
        "pre-vote | \"true\" | is a string (true), expected true or false | write true or false, without quotes",
        "grpc-keepalive-interval | 4h | is a string (4h), expected a whole number of nanoseconds | write nanoseconds: an hour is 3600000000000",
        "log-level | verbose | is verbose, which etcd does not know | write debug or info or warn or error or dpanic or panic or fatal",
        "peer-transport-security | x | is a string (x), expected a group of keys | indent its keys below it",
      })
  void whatEtcdWouldDieOfIsAProblem(String key, String value, String problem, String remedy) {
    Reading reading = read(key, value);

    assertThat(reading.setting()).isEmpty();
    assertThat(reading.problem()).isEqualTo(problem);
    assertThat(reading.remedy()).isEqualTo(remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "snapshot-count | 10000 | 10000",
        "quota-backend-bytes | -1 | -1",
        "pre-vote | yes | true",
        "log-outputs | [a, b] | a, b",
        "auto-compaction-retention | \"1\" | 1",
        "auto-compaction-retention | 1h30m | 1h30m",
        "experimental-corrupt-check-time | 43200000000000 | 43200000000000",
      })
  void whatEtcdReadsIsASetting(String key, String value, String shown) {
    assertThat(read(key, value).setting().orElseThrow().shown()).isEqualTo(shown);
  }

  @Test
  void everyKeyHasAnOwnerAndAnAge() {
    assertThat(role("wal-dir")).isEqualTo(Role.PROGRAM);
    assertThat(role("initial-election-tick-advance")).isEqualTo(Role.OWNER);
    assertThat(role("force-new-cluster")).isEqualTo(Role.DANGEROUS);
    assertThat(role("discovery-fallback")).isEqualTo(Role.DANGEROUS);
    assertThat(role("debug")).isEqualTo(Role.GONE);
    assertThat(ConfKey.find("snapshot-cuont")).isEmpty();
    assertThat(ConfKey.find("tls-min-version").orElseThrow().isIn(EtcdVersion.DEFAULT)).isFalse();
    assertThat(ConfKey.find("tls-min-version").orElseThrow().isIn(EtcdVersion.parse("3.5.8")))
        .isTrue();
    assertThat(ConfKeys.ALL.values())
        .filteredOn(key -> key.role() != Role.OWNER)
        .allSatisfy(key -> assertThat(key.why()).as(key.name()).isNotEmpty());
    assertThat(ConfKeys.ALL.values())
        .filteredOn(key -> List.of(Role.DANGEROUS, Role.GONE).contains(key.role()))
        .allSatisfy(key -> assertThat(key.why()).as(key.name()).doesNotContain("this program"));
  }

  private static Role role(String key) {
    return ConfKey.find(key).orElseThrow().role();
  }

  private static Reading read(String key, String value) {
    var mapping = YamlReader.readMapping("test", key + ": " + value + "\n");
    return ConfKey.find(key).orElseThrow().read(mapping.entries().get(key));
  }
}
