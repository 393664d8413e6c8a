package io.github.etcdbootstrap.pki;

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
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** What belongs to a private key, which the JDK does not tell: a run may be cut before its use. */
final class PublicHalf {
  private PublicHalf() {}

  /** Empty for a key of a kind that this program does not make. */
  static Optional<PublicKey> of(PrivateKey key) {
    try {
      if (key instanceof RSAPrivateCrtKey rsa) {
        return Optional.of(
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
      }
      return key instanceof ECPrivateKey ec ? Optional.of(of(ec)) : Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
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
