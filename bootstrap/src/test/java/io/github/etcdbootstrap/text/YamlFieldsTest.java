package io.github.etcdbootstrap.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class YamlFieldsTest {
  @Test
  void readsByType() {
    YamlFields fields = fields("s: word\nb: yes\nn: 5\nl: [a, b]\nm:\n  in: side\n");
    assertThat(fields.string("s")).contains("word");
    assertThat(fields.bool("b")).contains(true);
    assertThat(fields.written("n")).contains("5");
    assertThat(fields.strings("l")).containsExactly("a", "b");
    assertThat(fields.fields("m").orElseThrow().string("in")).contains("side");
    assertThat(fields.string("absent")).isEmpty();
    assertThat(fields.strings("absent")).isEmpty();
    assertThat(fields.problems()).isEmpty();
    fields.throwIfBad();
  }

  @Test
  void collectsWhatIsWrongWithLineKeyAndValue() {
    YamlFields fields =
        fields("n: 5\nword: maybe\nempty:\nblank: ''\nlist: [a,\n  7]\nodd: 1\nm:\n  x: [1]\n");
    fields.only(Set.of("n", "word", "empty", "blank", "list", "m"));
    fields.string("n");
    fields.bool("word");
    fields.string("empty");
    fields.string("blank");
    fields.strings("list");
    fields.fields("m").orElseThrow().string("x");
    fields.fields("n");
    assertThat(fields.problems())
        .extracting(Problem::cause)
        .containsExactly(
            "x.yml:7: `odd` is not a key of this file",
            "x.yml:1: `n` is a whole number (5), expected a string",
            "x.yml:2: `word` is a string (maybe), expected true or false",
            "x.yml:3: `empty` is empty, expected a string",
            "x.yml:4: `blank` is empty, expected a string",
            "x.yml:6: `list` has a whole number (7) in its list, expected a string",
            "x.yml:9: `m.x` is a list, expected a string",
            "x.yml:1: `n` is a whole number (5), expected keys of its own");
    assertThatThrownBy(fields::throwIfBad)
        .isInstanceOfSatisfying(
            BadInput.class, e -> assertThat(e.problems()).isEqualTo(fields.problems()));
  }

  @Test
  void namesTheKeyThatAnUnknownOneIsNearTo() {
    YamlFields fields = fields("membres: 1\ncolour: 2\n").only(Set.of("members", "cluster"));
    assertThat(fields.problems())
        .extracting(Problem::remedy)
        .containsExactly(
            "did you mean `members`? known keys: cluster, members",
            "remove it; known keys: cluster, members");
  }

  @Test
  void missesWhatIsRequired() {
    YamlFields fields = fields("empty:\nthere: 1\n");
    assertThat(fields.required("gone", "write it")).isFalse();
    assertThat(fields.required("empty", "write it")).isFalse();
    assertThat(fields.required("there", "write it")).isTrue();
    assertThat(fields.problems())
        .containsExactly(
            new Problem("x.yml:1: `gone` is missing", "write it"),
            new Problem("x.yml:1: `empty` has no value", "write it"));
  }

  @Test
  void showsForeignTextInOneShortLine() {
    YamlFields fields = fields("\"k\\ney\": \"a\\nb\\e[31m" + "x".repeat(200) + "\"\n");
    fields.bool("k\ney");
    assertThat(fields.problems().get(0).cause())
        .startsWith("x.yml:1: `k\\u000aey` is a string (a\\u000ab\\u001b[31mxxx")
        .endsWith("x…), expected true or false")
        .hasSizeLessThan(170);
  }

  private static YamlFields fields(String text) {
    return new YamlFields("x.yml", YamlReader.readMapping("x.yml", text));
  }
}
