package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.BadInput;

/** With which kind of key a certificate is used: decides which cipher suites can work. */
public final class KeyAlgorithm {
  private KeyAlgorithm() {}

  /**
   * Whether this certificate's key is an elliptic curve's; one that cannot be read counts as so.
   */
  public static boolean isEcdsa(Content pem) {
    try {
      PemFile file = new PemFile("certificate", pem);
      return PemFiles.certificates(file).get(0).getPublicKey().getAlgorithm().equals("EC");
    } catch (BadInput e) {
      return true;
    }
  }
}
