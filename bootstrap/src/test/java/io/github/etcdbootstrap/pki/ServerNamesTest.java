package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {
  private static final Content SERVER =
      TestAuthority.named("test CA")
          .request()
          .name("not-by-common-name")
          .hosts("*.edge.huatai.me", "Plain.Example", "", "192.168.7.11", "fd00::11")
          .issue()
          .content();

  @ParameterizedTest
  @CsvSource({
    "a.edge.huatai.me, true",
    "A.EDGE.huatai.me, true",
    "edge.huatai.me, false",
    "a.b.edge.huatai.me, false",
    "plain.example, true",
    "x.plain.example, false",
    "192.168.7.11, true",
    "192.168.7.12, false",
    "fd00:0::11, true",
    "fd00::12, false",
    "not-by-common-name, false",
    "'', false"
  })
  void coversAsClientsDo(String host, boolean covered) {
    assertThat(ServerNames.covers(SERVER, host)).isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({"''", "garbage"})
  void whatCannotBeReadCoversNothing(String pem) {
    assertThat(ServerNames.covers(Content.of(pem), "a.edge.huatai.me")).isFalse();
  }
}
