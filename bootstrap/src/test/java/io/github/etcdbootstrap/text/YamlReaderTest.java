package io.github.etcdbootstrap.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  @Test
  void keepsOrderKindsAndLines() {
    Yaml.Mapping top =
        read("# a comment\nb: word\na: [1, 2.5, yes]\nempty:\nquoted: '1'\ndeep:\n  down: ~\n");
    assertThat(top.entries().keySet()).containsExactly("b", "a", "empty", "quoted", "deep");
    assertThat(top.entries().get("b")).isEqualTo(new Yaml.Scalar(2, Yaml.Kind.STRING, "word"));
    assertThat(((Yaml.Sequence) top.entries().get("a")).items())
        .containsExactly(
            new Yaml.Scalar(3, Yaml.Kind.INTEGER, "1"),
            new Yaml.Scalar(3, Yaml.Kind.DECIMAL, "2.5"),
            new Yaml.Scalar(3, Yaml.Kind.BOOLEAN, "yes"));
    assertThat(((Yaml.Scalar) top.entries().get("empty")).kind()).isEqualTo(Yaml.Kind.EMPTY);
    assertThat(top.entries().get("quoted")).isEqualTo(new Yaml.Scalar(5, Yaml.Kind.STRING, "1"));
    Yaml.Mapping deep = (Yaml.Mapping) top.entries().get("deep");
    assertThat(deep.lineOf("down")).isEqualTo(7);
    assertThat(((Yaml.Scalar) deep.entries().get("down")).kind()).isEqualTo(Yaml.Kind.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "3.5, DECIMAL", "3.5.2, STRING", "0x1F, INTEGER", "1_000, INTEGER", "on, BOOLEAN",
    "Off, BOOLEAN", "null, EMPTY", "~, EMPTY", "2026-11-23, STRING", "192.168.7.11, STRING",
    "fd00::1, STRING", "1:2:3:4:5:6:7:8, INTEGER", "!!str 5, STRING", ".inf, DECIMAL"
  })
  void tellsKindsApartAsYaml11Does(String value, Yaml.Kind kind) {
    assertThat(((Yaml.Scalar) read("a: " + value).entries().get("a")).kind()).isEqualTo(kind);
  }

  @Test
  void readsWindowsLinesAndAByteOrderMark() {
    byte[] bytes = "\uFEFFa: b\r\nc: d\r\n".getBytes(StandardCharsets.UTF_8);
    Yaml.Mapping top = YamlReader.readMapping("x.yml", bytes);
    assertThat(top.entries()).containsOnlyKeys("a", "c");
    assertThat(top.lineOf("c")).isEqualTo(2);
  }

  @Test
  void namesBothLinesOfEveryDuplicate() {
    BadInput bad =
        catchThrowableOfType(BadInput.class, () -> read("a: 1\nb:\n  c: 1\n  c: 2\na: 3\na: 4\n"));
    assertThat(bad.problems())
        .extracting(Problem::cause)
        .containsExactly(
            "x.yml:4: `c` stands here a second time, first in line 3",
            "x.yml:5: `a` stands here a second time, first in line 1",
            "x.yml:6: `a` stands here a second time, first in line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\nb: &x 1\nc: *x\n",
        "a: 1\nb: &x [1]\nc: *x\n",
        "a: 1\nb: &x {d: *x}\n",
        "a: 1\n&x b: 1\n*x : 2\n",
        "a: 1\nb: &x {d: 1}\n<<: *x\n"
      })
  void refusesAnchorsWhereTheyStand(String text) {
    assertRefused(text, "x.yml:2: anchors and aliases (&x) are not used here");
  }

  @Test
  @Timeout(60)
  void isNotBlownUpByAliases() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [ha, ha]\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertRefused(laughs.toString(), "x.yml:1: anchors");
  }

  @ParameterizedTest
  @CsvSource({
    "'', x.yml: is empty",
    "'# only a comment', x.yml: is empty",
    "'---\n', expected `key: value` lines",
    "'just words', x.yml:1: expected `key: value` lines",
    "'[a, b]', x.yml:1: expected `key: value` lines",
    "'a: 1\n\tb: 2', x.yml:2: is not valid YAML",
    "'a: 1\nb: [1', x.yml:2: is not valid YAML",
    "'a: 1\n b: 2', x.yml:2: is not valid YAML",
    "'a: b: c', x.yml:1: is not valid YAML",
    "'a: 1\n---\nb: 2', x.yml:2: a second document begins here",
    "'a: 1\n? [b]\n: 2', x.yml:2: a key must be a plain word",
    "'? \n: 2', x.yml:1: a value stands here without a key",
    "'a: 1\n~: 2', x.yml:2: a value stands here without a key",
    "'a: 1\nb: !!binary aGk=', x.yml:2: the tag tag:yaml.org,2002:binary is not used here",
    "'a: 1\nb: !!set {c}', x.yml:2: the tag tag:yaml.org,2002:set is not used here",
    "'a: 1\nb: !!java.net.URL [x]', x.yml:2: is not valid YAML: Global tag is not allowed",
    "'a: 1\nb: *gone', x.yml:2: is not valid YAML: found undefined alias gone"
  })
  void saysWhereAndWhat(String text, String said) {
    assertRefused(text, said);
  }

  @Test
  void namesTheLineOfAControlCharacter() {
    assertRefused("a: 1\nb: 😀\u0007\n", "x.yml:2: has the control character U+0007");
  }

  /** SnakeYAML trips over it with a NumberFormatException. */
  @Test
  void anEscapeThatIsCutShortIsBadYaml() {
    assertRefused("a: \"\\x", "x.yml: is not valid YAML: an escape such as \\x is cut short");
  }

  @Test
  void boundsDepthAndSize() {
    assertRefused("a: " + "[".repeat(100_000), "x.yml: is nested more than 20 deep");
    assertRefused("a: " + "x".repeat(128 << 10), "x.yml: is larger than 128 KiB");
    assertThatThrownBy(() -> YamlReader.readMapping("x.yml", new byte[(128 << 10) + 1]))
        .hasMessageContaining("x.yml: is larger than 128 KiB");
  }

  @Test
  void namesTheLineThatIsNoUtf8() {
    byte[] latin1 = "a: 1\nb: gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> YamlReader.readMapping("x.yml", latin1))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("x.yml:2: is not UTF-8 text");
    byte[] cut = {'a', ':', ' ', (byte) 0xE4, (byte) 0xB8};
    assertThatThrownBy(() -> YamlReader.readMapping("x.yml", cut))
        .hasMessageContaining("x.yml:1: is not UTF-8 text");
  }

  private static void assertRefused(String text, String said) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(BadInput.class).hasMessageContaining(said);
  }

  private static Yaml.Mapping read(String text) {
    return YamlReader.readMapping("x.yml", text);
  }
}
