package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.text.BadInput;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An authority that was made before, and came to harm since. */
class AuthorityTest {
  private static final PemFile KEY_FILE = new PemFile("/ca/ca-key.pem", null);

  private final KeyPair pair = Keys.generate();
  private final X509Certificate whole =
      Authority.selfSigned("x", pair, Validity.of(TestAuthority.NOW, Duration.ofDays(365)));

  @Test
  void isTakenAsItWasMade() throws Exception {
    assertThat(opened(whole.getEncoded()).certificate()).isEqualTo(whole);
  }

  @Test
  void aBitThatFlippedInItIsFound() throws Exception {
    byte[] der = whole.getEncoded();
    int inItsTime = new String(der, StandardCharsets.ISO_8859_1).indexOf("000000Z");
    der[inItsTime] ^= 1;

    assertThatThrownBy(() -> opened(der))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("/seed/ca.pem: is damaged");
  }

  private Authority opened(byte[] der) {
    PemFile file = new PemFile("/seed/ca.pem", Pem.of("CERTIFICATE", der));
    return Authority.of(file, KEY_FILE, pair.getPrivate());
  }
}
