package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionNotesTest {
  private static final EtcdVersion NEWEST = new EtcdVersion(3, 5, 33);

  @Test
  void whatUpstreamMendedIsNamedWithTheLineThatChangesIt() {
    assertThat(notes("3.5.2", 3))
        .containsExactly(
            "etcd 3.5.2 can cost data: members can come to differ when killed under load (fixed"
                + " in 3.5.3); an alarm call before a power cut can leave a member unable to start"
                + " (fixed in 3.5.5); write `etcd: {version: 3.5.33}` into cluster.yml",
            "etcd 3.5.2 keeps no durable note that it promoted a member that joined (fixed in"
                + " 3.5.20): before 3.6 every member must have run at least 3.5.32, such as `etcd:"
                + " {version: 3.5.33}`");
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.0, 3, 1",
    "3.5.1, 3, 2",
    "3.5.4, 3, 2",
    "3.5.5, 3, 1",
    "3.5.19, 3, 1",
    "3.5.20, 3, 0",
    "3.5.33, 3, 0",
    "3.5.4, 1, 1",
    "3.5.5, 1, 0"
  })
  void eachOnlyWhereItIs(String version, int members, int warnings) {
    assertThat(notes(version, members)).hasSize(warnings);
  }

  @Test
  void aSingleMembersLossIsNamedToIt() {
    assertThat(notes("3.5.4", 1).get(0)).contains("its single member can lose acknowledged writes");
    assertThat(notes("3.5.4", 3).get(0)).doesNotContain("single");
  }

  @ParameterizedTest
  @CsvSource({"3.5.0, 2", "3.5.4, 2", "3.5.5, 0", "3.5.33, 0"})
  void theChecksAreAddedWhereTheyAreNeeded(String version, int settings) {
    assertThat(VersionNotes.withChecks(EtcdVersion.parse(version), List.of())).hasSize(settings);
  }

  @Test
  void theOwnersOwnStay() {
    List<Setting> owners = List.of(Setting.bool("experimental-initial-corrupt-check", false));

    assertThat(VersionNotes.withChecks(EtcdVersion.parse("3.5.2"), owners))
        .containsExactly(
            owners.get(0),
            new Setting(
                "experimental-corrupt-check-time",
                Setting.Type.NANOSECONDS,
                List.of("14400000000000")));
  }

  private static List<String> notes(String version, int members) {
    return VersionNotes.of(EtcdVersion.parse(version), NEWEST, members);
  }
}
