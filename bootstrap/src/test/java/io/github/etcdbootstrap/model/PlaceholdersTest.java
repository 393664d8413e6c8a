package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.text.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
  private final Placeholders placeholders =
      new Placeholders(Map.of("NODE1", "a", "NODENAME", "b", "DOMAIN", "d$1"));

  @Test
  void onlyWholeWordsAreReplaced() {
    assertThat(placeholders.in("NODE1=https://NODE1.DOMAIN:2380,x-NODENAME/NODE1"))
        .isEqualTo("a=https://a.d$1:2380,x-b/a");
    assertThat(placeholders.in("NODE10 NODE1_ MYNODE1 NODENAMES"))
        .isEqualTo("NODE10 NODE1_ MYNODE1 NODENAMES");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NODE4", "x/NODE12", "DOMAIN", "${X}", "a{{ X }}", "@X@", "<your name>"})
  void whatStillStandsForSomethingIsFound(String text) {
    assertThat(Placeholders.leftIn(scalar(text))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"maxsize\": 10}", "node1", "a@b", "DOMAINS", "1 < 2", "$5"})
  void ordinaryTextIsNoPlaceholder(String text) {
    assertThat(Placeholders.leftIn(scalar(text))).isEmpty();
  }

  private static Yaml scalar(String text) {
    return new Yaml.Scalar(1, Yaml.Kind.STRING, text);
  }
}
