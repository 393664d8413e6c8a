package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
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

  /** A network in place of an address, as only name constraints may have one. */
  @Test
  void whatIsNoAddressIsPassedOver() {
    GeneralName network = new GeneralName(7, new DEROctetString(new byte[8]));
    GeneralName[] names = {network, new GeneralName(2, "a\u001b"), new GeneralName(2, "b")};
    TestAuthority.Issued server = TestAuthority.named("ca").request().hosts(names).issue();

    assertThat(ServerNames.covers(server.content(), "b")).isTrue();
    assertThat(Names.of(server.certificate()).shown()).isEqualTo("it covers a\\u001b, b");
  }

  @Test
  void notEveryNameIsShown() {
    String[] hosts = IntStream.range(0, 500).mapToObj(i -> "n" + i).toArray(String[]::new);

    assertThat(Names.of(TestAuthority.named("ca").request().hosts(hosts).issue().certificate()))
        .satisfies(names -> assertThat(names.shown()).hasSizeLessThan(300).endsWith(" more"));
  }

  @ParameterizedTest
  @CsvSource({"''", "garbage"})
  void whatCannotBeReadCoversNothing(String pem) {
    assertThat(ServerNames.covers(Content.of(pem), "a.edge.huatai.me")).isFalse();
  }
}
