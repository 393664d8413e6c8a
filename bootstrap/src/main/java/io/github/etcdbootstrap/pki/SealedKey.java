package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A private key under a passphrase: PKCS#8 by PBES2 (RFC 8018), PBKDF2 with HMAC-SHA-256 and
 * AES-256-CBC, as openssl writes and reads it.
 */
final class SealedKey {
  static final String TYPE = "ENCRYPTED PRIVATE KEY";

  /** What OWASP asks for; a second on a laptop. */
  private static final int ROUNDS = 600_000;

  private static final int MOST_ROUNDS = 2_000_000;
  private static final int KEY_BITS = 256;
  private static final int BLOCK = 16;
  private static final String DERIVATION = "PBKDF2WithHmacSHA256";
  private static final String CIPHER = "AES/CBC/PKCS5Padding";

  private SealedKey() {}

  static Content seal(PrivateKey key, char[] passphrase) {
    return seal(key, passphrase, ROUNDS);
  }

  static Content seal(PrivateKey key, char[] passphrase, int rounds) {
    byte[] salt = Drawn.bytes(BLOCK);
    byte[] iv = Drawn.bytes(BLOCK);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, rounds, iv);
      PBES2Parameters scheme =
          new PBES2Parameters(
              new KeyDerivationFunc(
                  PKCSObjectIdentifiers.id_PBKDF2,
                  new PBKDF2Params(salt, rounds, KEY_BITS / 8, hmac())),
              new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
      return Pem.of(
          TYPE,
          new EncryptedPrivateKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, scheme),
                  cipher.doFinal(key.getEncoded()))
              .getEncoded());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AlgorithmIdentifier hmac() {
    return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
  }

  private static Cipher cipher(int mode, char[] passphrase, byte[] salt, int rounds, byte[] iv)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, rounds, KEY_BITS);
    SecretKey derived = SecretKeyFactory.getInstance(DERIVATION).generateSecret(spec);
    spec.clearPassword();
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(derived.getEncoded(), "AES"), new IvParameterSpec(iv));
    return cipher;
  }

  /**
   * The PKCS#8 in it.
   *
   * @throws BadInput if the passphrase is another, or it was sealed in another way
   */
  static byte[] open(PemFile file, byte[] der, char[] passphrase) {
    Sealed sealed = Sealed.read(file, der);
    try {
      return cipher(Cipher.DECRYPT_MODE, passphrase, sealed.salt, sealed.rounds, sealed.iv)
          .doFinal(sealed.data);
    } catch (GeneralSecurityException e) {
      throw new BadInput(
          file.name() + ": does not open with this passphrase", "give the one it was made with");
    }
  }

  /** What {@link #seal} wrote, and openssl by these same algorithms. */
  private record Sealed(byte[] salt, int rounds, byte[] iv, byte[] data) {
    static Sealed read(PemFile file, byte[] der) {
      try {
        EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der);
        require(
            info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2));
        PBES2Parameters scheme =
            PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
        KeyDerivationFunc derivation = scheme.getKeyDerivationFunc();
        require(derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2));
        PBKDF2Params parameters = PBKDF2Params.getInstance(derivation.getParameters());
        EncryptionScheme encryption = scheme.getEncryptionScheme();
        require(parameters.getPrf().equals(hmac()));
        require(encryption.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC));
        int rounds = parameters.getIterationCount().intValueExact();
        require(rounds > 0 && rounds <= MOST_ROUNDS && parameters.getSalt().length > 0);
        return new Sealed(
            parameters.getSalt(),
            rounds,
            DEROctetString.getInstance(encryption.getParameters()).getOctets(),
            info.getEncryptedData());
      } catch (RuntimeException | StackOverflowError e) {
        throw new BadInput(
            file.name() + ": is encrypted in a way that is not read here",
            "seal it again: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in "
                + file.name());
      }
    }

    private static void require(boolean known) {
      if (!known) {
        throw new IllegalArgumentException();
      }
    }
  }
}
