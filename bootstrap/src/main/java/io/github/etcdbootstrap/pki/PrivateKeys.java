package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * Private keys for the JDK's providers, which read PKCS#8 (RFC 5958) only: SEC1 (RFC 5915) and
 * PKCS#1 (RFC 8017) are wrapped into it.
 */
final class PrivateKeys {
  private static final byte[] PROBE = {'e', 't', 'c', 'd'};

  private PrivateKeys() {}

  static PrivateKey read(PemFile file, PemObject block) {
    try {
      PrivateKeyInfo info = info(block);
      String algorithm = algorithm(info.getPrivateKeyAlgorithm().getAlgorithm());
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (UnusableKey e) {
      throw new BadInput(
          file.name() + ": " + e.getMessage(), "make a key of EC P-256 and issue its certificate");
    } catch (IOException | GeneralSecurityException | RuntimeException | StackOverflowError e) {
      throw PemFiles.damaged(file);
    }
  }

  /** Whether the certificate that carries {@code publicKey} is this key's. */
  static boolean match(PrivateKey key, PublicKey publicKey) {
    if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(signatureOf(key));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKeyInfo info(PemObject block) throws IOException {
    byte[] der = block.getContent();
    return switch (block.getType()) {
      case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(der);
      case "EC PRIVATE KEY" -> ofSec1(ECPrivateKey.getInstance(der));
      case "RSA PRIVATE KEY" ->
          new PrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              RSAPrivateKey.getInstance(der));
      default ->
          throw new UnusableKey(
              "is a " + Shown.text(block.getType()) + ", expected an EC or RSA one");
    };
  }

  private static PrivateKeyInfo ofSec1(ECPrivateKey key) throws IOException {
    ASN1Encodable curve = key.getParametersObject();
    if (curve == null) {
      throw new UnusableKey("does not say which curve it is on");
    }
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
  }

  private static String algorithm(ASN1ObjectIdentifier identifier) {
    if (identifier.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return "EC";
    } else if (identifier.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "RSA";
    } else if (identifier.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return "EdDSA";
    }
    throw new UnusableKey(
        "is a key of the kind " + Shown.text(identifier.getId()) + ", expected EC or RSA");
  }

  private static String signatureOf(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  /** A key of a kind that etcd or the JDK has no use for. */
  private static final class UnusableKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableKey(String message) {
      super(message);
    }
  }
}
