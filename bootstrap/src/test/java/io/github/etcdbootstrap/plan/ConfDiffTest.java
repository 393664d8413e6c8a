package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfDiffTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "heartbeat-interval: 100 | heartbeat-interval: 500 | : heartbeat-interval 100 → 500",
        "a: 1                    | 'a: 1 # note'           | : its comments",
        "a: 1                    | b: 2                    | : a 1 → none, b none → 2",
        "a:                      | a: 1                    | : a empty → 1",
        "a: [x, y]               | a: [x]                  | : a x,y → x",
        "a: [x, y]               | 'a: x,y'                | : its comments",
        "s: {k: f, c: true}      | s: {k: g, c: true}      | : s.k f → g",
        "'a: ['                  | a: 1                    | : it was not readable",
        "'- a'                   | a: 1                    | : it was not readable",
      })
  void whatDiffersIsSaidInWords(String old, String wanted, String words) {
    assertThat(ConfDiff.between(old, wanted)).isEqualTo(words);
  }

  @Test
  void anEmptyFileWasNoConfiguration() {
    assertThat(ConfDiff.between("# nothing\n", "a: 1")).isEqualTo(": it was not readable");
  }

  @Test
  void muchIsCutShort() {
    assertThat(ConfDiff.between("a: 0", "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1"))
        .isEqualTo(": a 0 → 1, b none → 1, c none → 1, d none → 1 and 2 more");
  }
}
