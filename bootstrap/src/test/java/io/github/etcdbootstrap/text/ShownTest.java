package io.github.etcdbootstrap.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void isOneShortPrintableLine() {
    assertThat(Shown.text("it's \u00fc \ud83d\ude00")).isEqualTo("it's \u00fc \ud83d\ude00");
    assertThat(Shown.text("a\nb\u001b[31m")).isEqualTo("a\\u000ab\\u001b[31m");
    assertThat(Shown.text("x".repeat(80))).hasSize(80);
    assertThat(Shown.text("x".repeat(81))).isEqualTo("x".repeat(80) + "\u2026");
    assertThat(Shown.text("\u202e".repeat(500))).hasSizeLessThan(90);
  }

  @Test
  void aPlaceHasNoPassword() {
    assertThat(Shown.place("https://h/x")).isEqualTo("https://h/x");
    assertThat(Shown.place("/media/a@b")).isEqualTo("/media/a@b");
    assertThat(Shown.place("https://me:w@rd@h/x")).isEqualTo("https://…@h/x");
    assertThat(Shown.place("ssh://me:w\n@h/x")).isEqualTo("ssh://…@h/x");
  }

  @Test
  void whatIsFreeIsNotOverstatedAndWhatIsNeededNotUnderstated() {
    assertThat(Shown.mebibytes((3L << 20) - 1)).isEqualTo("2 MiB");
    assertThat(Shown.mebibytes(3L << 20)).isEqualTo("3 MiB");
    assertThat(Shown.mebibytesNeeded((3L << 20) + 1)).isEqualTo("4 MiB");
    assertThat(Shown.mebibytesNeeded(3L << 20)).isEqualTo("3 MiB");
  }

  @Test
  void nobodyIsToldThousandsOfThings() {
    assertThat(new BadInput(Collections.nCopies(9999, new Problem("a", "b"))).problems())
        .hasSizeLessThan(100);
  }
}
