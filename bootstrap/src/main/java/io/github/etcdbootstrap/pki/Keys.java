package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;

/** New keys, ECDSA P-256, as PKCS#8. */
final class Keys {
  private static final String CURVE = "secp256r1";

  private Keys() {}

  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Content pem(PrivateKey key) {
    return Pem.of("PRIVATE KEY", key.getEncoded());
  }
}
