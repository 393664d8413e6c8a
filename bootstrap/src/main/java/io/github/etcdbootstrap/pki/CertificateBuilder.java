package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An X.509 certificate as RFC 5280 wants it, and as etcd and its clients use it. */
final class CertificateBuilder {
  private final JcaX509v3CertificateBuilder builder;
  private final PrivateKey signing;

  private CertificateBuilder(
      X500Principal issuer,
      X500Principal subject,
      PublicKey key,
      PrivateKey signing,
      Validity validity) {
    this.builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            Drawn.serial(),
            Date.from(validity.from()),
            Date.from(validity.to()),
            subject,
            key);
    this.signing = signing;
  }

  /** Its own issuer; it issues no other authority. */
  static CertificateBuilder authority(X500Principal name, KeyPair pair, Validity validity) {
    return authority(name, pair, identifier(pair.getPublic()), new BasicConstraints(0), validity);
  }

  /** As an authority's certificate was, whoever made it, for another time. */
  static CertificateBuilder again(X509Certificate before, KeyPair pair, Validity validity) {
    int below = before.getBasicConstraints();
    return authority(
        before.getSubjectX500Principal(),
        pair,
        identifierOf(before),
        below == Integer.MAX_VALUE ? new BasicConstraints(true) : new BasicConstraints(below),
        validity);
  }

  private static CertificateBuilder authority(
      X500Principal name,
      KeyPair pair,
      byte[] identifier,
      BasicConstraints constraints,
      Validity validity) {
    CertificateBuilder made =
        new CertificateBuilder(name, name, pair.getPublic(), pair.getPrivate(), validity);
    made.add(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier));
    made.add(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifier));
    made.add(Extension.basicConstraints, true, constraints);
    made.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return made;
  }

  static CertificateBuilder leaf(
      String cluster, Profile profile, PublicKey key, Authority authority, Validity validity) {
    X509Certificate issuer = authority.certificate();
    CertificateBuilder made =
        new CertificateBuilder(
            issuer.getSubjectX500Principal(),
            name(cluster, profile.commonName()),
            key,
            authority.key(),
            validity);
    made.add(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(key)));
    made.add(
        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifierOf(issuer)));
    made.add(Extension.basicConstraints, true, new BasicConstraints(false));
    made.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    made.add(Extension.extendedKeyUsage, false, usages(profile.role()));
    if (!profile.hosts().isEmpty()) {
      made.add(Extension.subjectAlternativeName, false, hosts(profile.hosts()));
    }
    return made;
  }

  static X500Principal name(String organisation, String commonName) {
    X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
    name.addRDN(BCStyle.O, organisation);
    name.addRDN(BCStyle.CN, commonName);
    try {
      return new X500Principal(name.build().getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  X509Certificate build() {
    String algorithm = signing.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signing)));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Content pem(X509Certificate certificate) {
    try {
      return Pem.of("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * By its key alone: its certificate may be renewed.
   *
   * @throws IllegalArgumentException if what it says of it cannot be read
   */
  static byte[] identifierOf(X509Certificate issuer) {
    byte[] named = issuer.getExtensionValue(Extension.subjectKeyIdentifier.getId());
    return named == null
        ? identifier(issuer.getPublicKey())
        : SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(named).getOctets())
            .getKeyIdentifier();
  }

  private static byte[] identifier(PublicKey key) {
    try {
      return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key).getKeyIdentifier();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExtendedKeyUsage usages(Role role) {
    List<KeyPurposeId> purposes =
        role.serves()
            ? List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)
            : List.of(KeyPurposeId.id_kp_clientAuth);
    return new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new));
  }

  private static GeneralNames hosts(List<String> hosts) {
    Stream<GeneralName> names =
        hosts.stream()
            .map(
                h ->
                    new GeneralName(
                        Names.isAddress(h) ? GeneralName.iPAddress : GeneralName.dNSName, h));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private void add(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
    try {
      builder.addExtension(extension, critical, value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
