package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.text.BadInput;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** What belongs to a private key, which the JDK does not tell: a run may be cut before its use. */
final class PublicHalf {
  private PublicHalf() {}

  /**
   * The public key that belongs to {@code key}, read from {@code file}.
   *
   * @throws BadInput if there is none, or it is of a kind that certificates are not issued for
   */
  static PublicKey of(PemFile file, PrivateKey key) {
    try {
      PublicKey half = key instanceof RSAPrivateCrtKey rsa ? of(rsa) : of((ECPrivateKey) key);
      if (PrivateKeys.match(key, half)) {
        return half;
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      // As of a key that is none.
    }
    throw new BadInput(
        file.name() + ": is not an EC or RSA key that a certificate could be issued for",
        "move it away, then run again");
  }

  private static PublicKey of(RSAPrivateCrtKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
  }

  private static PublicKey of(ECPrivateKey key) throws GeneralSecurityException {
    ASN1ObjectIdentifier curve =
        ASN1ObjectIdentifier.getInstance(
            PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKeyAlgorithm().getParameters());
    X9ECParameters parameters = ECNamedCurveTable.getByOID(curve);
    var point = new FixedPointCombMultiplier().multiply(parameters.getG(), key.getS()).normalize();
    BigInteger x = point.getAffineXCoord().toBigInteger();
    BigInteger y = point.getAffineYCoord().toBigInteger();
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), key.getParams()));
  }
}
