package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.plan.SameData.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SameDataTest {
  private static final DataHash FIRST = hash(1, 0xa);
  private static final DataHash SECOND = hash(2, 0xa);
  private static final DataHash THIRD = hash(3, 0xa);
  private static final DataHash ODD = hash(3, 0xb);
  private static final DataHash SILENT = DataHash.none("m3", "Connection refused");
  private static final DataHash MOVED = DataHash.moved("m3", "3.5.2", "has been compacted");

  private final FakeCluster cluster = new FakeCluster();
  private final FakeClock clock = new FakeClock();

  private static DataHash hash(int number, int hash) {
    return DataHash.of("m" + number, "3.5.2", 7, hash);
  }

  /** One answer after the other, the last again and again. */
  private SameData compared(List<List<DataHash>> answers) {
    cluster.hashes.addAll(answers);
    return SameData.compare(cluster, clock);
  }

  private SameData always(DataHash... answer) {
    return compared(List.of(List.of(answer)));
  }

  @Test
  void theSameIsSaidAtOnce() {
    SameData data = always(FIRST, SECOND, THIRD);

    assertThat(data.verdict()).isEqualTo(Verdict.SAME);
    assertThat(data.words()).isEqualTo("data: the same in m1, m2, m3");
    assertThat(clock.sinceStart()).isZero();
  }

  @Test
  void theOddOneIsNamedWithWhatReplacesIt() {
    SameData data = always(FIRST, SECOND, ODD);

    assertThat(data.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(data.words()).isEqualTo("data: m3 differs from m1, m2");
    assertThat(data.seen())
        .containsExactly(
            "m1: hash 0000000a (compacted to 7)",
            "m2: hash 0000000a (compacted to 7)",
            "m3: hash 0000000b (compacted to 7)");
    assertThat(data.commands())
        .containsExactly(
            "on m3: rc-service etcd stop, and move the folder `member` of its data aside",
            "if there is an alarm by now (etcdctl alarm list): etcdctl alarm disarm   (on another"
                + " host)",
            "on m3: run etcd-bootstrap, which replaces the member from its peers");
    assertThat(clock.sinceStart()).as("believed when seen twice").isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aMemberThatIsSilentMakesNoMajority() {
    assertThat(always(FIRST, hash(2, 0xb), SILENT).words())
        .isEqualTo("data: the members differ, and no majority agrees");
  }

  @Test
  void ofTwoNobodyIsNamed() {
    SameData data = always(FIRST, hash(2, 0xb));

    assertThat(data.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(data.commands()).noneMatch(c -> c.contains("on m1:") || c.contains("on m2:"));
  }

  @Test
  void whoIsSilentIsSaidAndFailsNothing() {
    SameData data = always(FIRST, SECOND, SILENT);

    assertThat(data.verdict()).isEqualTo(Verdict.SAME);
    assertThat(data.words())
        .isEqualTo("data: the same in m1, m2 (not compared with m3: Connection refused)");
    assertThat(clock.sinceStart()).isZero();
  }

  @Test
  void oneAloneIsNotCompared() {
    SameData data = always(FIRST, DataHash.none("m2", "is a learner"), SILENT);

    assertThat(data.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(data.words())
        .isEqualTo("data: not compared: m2: is a learner; m3: Connection refused");
    assertThat(clock.sinceStart()).isZero();
  }

  @Test
  void whereACompactionComesBetweenTheyAreAskedAnew() {
    SameData data = compared(List.of(List.of(FIRST, SECOND, MOVED), List.of(FIRST, SECOND, THIRD)));
    assertThat(data.verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void alsoWhereOnlyOneGaveAHash() {
    DataHash moved = DataHash.moved("m2", "3.5.2", "has been compacted");
    SameData data = compared(List.of(List.of(FIRST, moved, MOVED), List.of(FIRST, SECOND, THIRD)));
    assertThat(data.verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void whatIsCompactedToAnotherRevisionDoesNotCompare() {
    DataHash later = DataHash.of("m3", "3.5.2", 8, 0xc);
    SameData data = always(FIRST, SECOND, later);

    assertThat(data.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(data.words()).isEqualTo("data: not compared: a compaction came in between");
    assertThat(clock.sinceStart()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void thatTheyDifferForAnInstantIsNotBelieved() {
    SameData data = compared(List.of(List.of(FIRST, SECOND, ODD), List.of(FIRST, SECOND, THIRD)));
    assertThat(data.verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void twiceInARowIsTwiceInARow() {
    List<DataHash> odd = List.of(FIRST, SECOND, ODD);
    List<DataHash> moved = List.of(FIRST, SECOND, MOVED);

    SameData data = compared(List.of(odd, moved, odd, moved, odd));
    assertThat(data.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void twoVersionsMayHashDifferently() {
    SameData data = always(FIRST, SECOND, DataHash.of("m3", "3.5.21", 7, 0xb));

    assertThat(data.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(data.words())
        .isEqualTo("data: not compared: their hashes differ, and so do their versions of etcd");
  }

  @Test
  void twoVersionsThatAgreeAreTheSame() {
    assertThat(always(FIRST, SECOND, DataHash.of("m3", "3.5.21", 7, 0xa)).verdict())
        .isEqualTo(Verdict.SAME);
  }
}
