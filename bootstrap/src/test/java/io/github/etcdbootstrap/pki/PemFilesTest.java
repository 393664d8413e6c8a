package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.BadInput;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFilesTest {
  private static final TestAuthority CA = TestAuthority.named("test CA");
  private static final TestAuthority.Issued EC = CA.request().issue();
  private static final TestAuthority.Issued RSA = CA.request(TestAuthority.rsaKey()).issue();

  @Test
  void readsAllThreeKindsOfKeys() {
    assertThat(number(key(EC.pkcs8()))).isEqualTo(number(EC.pair().getPrivate()));
    assertThat(number(key(EC.traditional()))).isEqualTo(number(EC.pair().getPrivate()));
    assertThat(key(RSA.pkcs8())).isEqualTo(RSA.pair().getPrivate());
    assertThat(key(RSA.traditional())).isEqualTo(RSA.pair().getPrivate());
  }

  @Test
  void skipsTheCurveThatOpensslWritesBeforeAKey() {
    String curve = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    assertThat(number(key(Content.of(curve + EC.traditional().text()))))
        .isEqualTo(number(EC.pair().getPrivate()));
  }

  @Test
  void knowsWhoseAKeyIs() {
    assertThat(PrivateKeys.match(key(EC.pkcs8()), EC.certificate().getPublicKey())).isTrue();
    assertThat(PrivateKeys.match(key(RSA.pkcs8()), RSA.certificate().getPublicKey())).isTrue();
    assertThat(PrivateKeys.match(key(EC.pkcs8()), RSA.certificate().getPublicKey())).isFalse();
    assertThat(PrivateKeys.match(key(EC.pkcs8()), CA.own().certificate().getPublicKey())).isFalse();
  }

  @Test
  void readsAChainWithTextAroundIt() {
    String text = "Subject: somebody\n" + EC.pem() + "\nissued by\n" + CA.own().pem();
    assertThat(PemFiles.certificates(file(Content.of(text))))
        .containsExactly(EC.certificate(), CA.own().certificate());
  }

  @Test
  void namesEncryptedKeys() {
    String old =
        EC.traditional()
            .text()
            .replace(
                "KEY-----\n",
                "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n");
    old = old.substring(0, old.indexOf("-----END")) + "-----END EC PRIVATE KEY-----\n";
    for (String pem :
        new String[] {old, TestAuthority.write("ENCRYPTED PRIVATE KEY", new byte[9])}) {
      assertThatThrownBy(() -> key(Content.of(pem)))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("/seed/x.pem: is an encrypted private key");
    }
  }

  @Test
  void saysWhatAFileIsInstead() {
    assertThatThrownBy(() -> PemFiles.certificates(file(EC.pkcs8())))
        .hasMessageContaining("/seed/x.pem: is a private key, expected a certificate");
    assertThatThrownBy(() -> key(EC.content()))
        .hasMessageContaining("/seed/x.pem: is a certificate, expected a private key");
    assertThatThrownBy(() -> key(Content.of(EC.pair().getPrivate().getEncoded())))
        .hasMessageContaining("is binary (DER or PKCS#12)");
  }

  @Test
  void refusesAnAuthoritysKeyBesideItsCertificate() {
    PemFile both = file(Content.of(CA.own().pem() + CA.own().pkcs8().text()));
    assertThatThrownBy(() -> PemFiles.authorities(both))
        .hasMessageContaining("holds a private key");
  }

  @ParameterizedTest
  @CsvSource({
    "'',is empty",
    "hello,holds no PEM",
    "'-----BEGIN CERTIFICATE-----\nAAAA',damaged",
    "'-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n',damaged",
    "'-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',damaged"
  })
  void namesGarbage(String text, String said) {
    assertThatThrownBy(() -> PemFiles.certificates(file(Content.of(text))))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("/seed/x.pem: ")
        .hasMessageContaining(said);
  }

  @Test
  void namesADamagedKeyAndNeverShowsIt() {
    byte[] cut = Arrays.copyOf(EC.pair().getPrivate().getEncoded(), 40);
    String pem = TestAuthority.write("PRIVATE KEY", cut);
    assertThatThrownBy(() -> key(Content.of(pem)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("is damaged PEM")
        .hasMessageNotContaining(pem.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void whatIsNestedWithoutEndIsDamaged() {
    byte[] der = new byte[600_000];
    for (int i = 0; i < der.length; i++) {
      der[i] = (byte) (i % 2 == 0 ? 0x30 : 0x80);
    }
    PemFile certificate = file(Content.of(TestAuthority.write("CERTIFICATE", der)));
    assertThatThrownBy(() -> PemFiles.certificates(certificate)).isInstanceOf(BadInput.class);
    Content key = Content.of(TestAuthority.write("PRIVATE KEY", der));
    assertThatThrownBy(() -> key(key)).isInstanceOf(BadInput.class);
  }

  /** Encodings of one EC key differ: with the curve inside or not. */
  private static BigInteger number(PrivateKey key) {
    return ((ECPrivateKey) key).getS();
  }

  private static PrivateKey key(Content content) {
    return PemFiles.key(file(content));
  }

  private static PemFile file(Content content) {
    return new PemFile("/seed/x.pem", content);
  }
}
