package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import org.junit.jupiter.api.Test;

class KeyAlgorithmTest {
  private static final TestAuthority CA = TestAuthority.named("test CA");

  @Test
  void tellsEllipticCurvesFromRsa() {
    assertThat(KeyAlgorithm.isEcdsa(CA.request().issue().content())).isTrue();
    assertThat(KeyAlgorithm.isEcdsa(CA.request(TestAuthority.rsaKey()).issue().content()))
        .isFalse();
  }

  @Test
  void whatCannotBeReadCountsAsEcdsa() {
    assertThat(KeyAlgorithm.isEcdsa(Content.of("garbage"))).isTrue();
  }
}
