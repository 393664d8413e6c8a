package io.github.etcdbootstrap.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final Set<String> KNOWN =
      Set.of("cluster", "members", "domain", "service", "manage-hosts", "data-dir", "etcd");

  @ParameterizedTest
  @CsvSource({
    "member, members",
    "membres, members",
    "Members, members",
    "domin, domain",
    "managehosts, manage-hosts",
    "manage_host, manage-hosts",
    "datadir, data-dir",
    "etdc, etcd"
  })
  void aSlipOfTheFingerIsKnown(String word, String meant) {
    assertThat(Nearest.to(word, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "x", "etc", "''"})
  void anotherWordIsNotGuessedAt(String word) {
    assertThat(Nearest.to(word, Set.of("cluster", "manage-hosts", "members"))).isEmpty();
  }

  @Test
  void ofTwoThatAreAsNearTheFirstByItsName() {
    assertThat(Nearest.to("abcx", Set.of("abcz", "abcy"))).contains("abcy");
  }

  @Test
  void aLongWordCostsNothing() {
    assertThat(Nearest.hint("x".repeat(1_000_000), KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ab, ab, 0",
    "ab, ba, 1",
    "ab, axb, 1",
    "abc, ac, 1",
    "abc, '', 3",
    "kitten, sitting, 3"
  })
  void countsLetters(String one, String other, int distance) {
    assertThat(Nearest.distance(one, other)).isEqualTo(distance);
  }
}
