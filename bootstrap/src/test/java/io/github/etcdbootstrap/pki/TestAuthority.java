package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Makes certificates, good ones and bad ones, for tests. */
final class TestAuthority {
  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  static final Instant TO = Instant.parse("2036-01-01T00:00:00Z");

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final Issued own;

  private TestAuthority(Issued own) {
    this.own = own;
  }

  static TestAuthority named(String name) {
    return new TestAuthority(new Request(null, ecKey()).name(name).authority().issue());
  }

  /** One whose certificate was made elsewhere. */
  static TestAuthority by(X509Certificate certificate, KeyPair pair) {
    return new TestAuthority(new Issued(certificate, pair));
  }

  static TestAuthority of(Request request) {
    return new TestAuthority(request.issue());
  }

  /** What an authority's own certificate is made from. */
  static Request selfSigned(String name) {
    return new Request(null, ecKey()).name(name).authority();
  }

  Request request() {
    return new Request(own, ecKey());
  }

  Request request(KeyPair pair) {
    return new Request(own, pair);
  }

  Content pem() {
    return Content.of(own.pem());
  }

  Issued own() {
    return own;
  }

  static KeyPair ecKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsaKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate and its key. */
  record Issued(X509Certificate certificate, KeyPair pair) {
    String pem() {
      try {
        return write("CERTIFICATE", certificate.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    Content content() {
      return Content.of(pem());
    }

    Content pkcs8() {
      return Content.of(write("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /** SEC1 or PKCS#1, as Go and OpenSSL write them. */
    Content traditional() {
      String type = pair.getPrivate().getAlgorithm() + " PRIVATE KEY";
      return Content.of(write(type, inner()));
    }

    private byte[] inner() {
      try {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        byte[] inner = info.getPrivateKey().getOctets();
        if (!pair.getPrivate().getAlgorithm().equals("EC")) {
          return inner;
        }
        // PKCS#8 has the curve outside; a SEC1 file has it inside.
        org.bouncycastle.asn1.sec.ECPrivateKey plain =
            org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(inner);
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                256, plain.getKey(), info.getPrivateKeyAlgorithm().getParameters())
            .getEncoded();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static String write(String type, byte[] der) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  /** What a certificate is to say. */
  static final class Request {
    private final Issued issuer;
    private final KeyPair pair;
    private String name = "leaf";
    private Instant from = FROM;
    private Instant to = TO;
    private int keyUsage = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
    private BasicConstraints constraints = new BasicConstraints(false);
    private final List<GeneralName> hosts = new ArrayList<>();
    private List<KeyPurposeId> usages =
        List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

    private Request(Issued issuer, KeyPair pair) {
      this.issuer = issuer;
      this.pair = pair;
    }

    Request name(String commonName) {
      this.name = commonName;
      return this;
    }

    Request valid(Instant since, Instant until) {
      this.from = since;
      this.to = until;
      return this;
    }

    Request hosts(String... names) {
      Stream.of(names)
          .map(n -> new GeneralName(n.matches("[0-9.]+|.*:.*") ? 7 : 2, n))
          .forEach(hosts::add);
      return this;
    }

    Request hosts(GeneralName... names) {
      hosts.addAll(List.of(names));
      return this;
    }

    Request usages(KeyPurposeId... purposes) {
      this.usages = List.of(purposes);
      return this;
    }

    Request keyUsage(int bits) {
      this.keyUsage = bits;
      return this;
    }

    Request authority() {
      return constraints(new BasicConstraints(true))
          .usages()
          .keyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    Request constraints(BasicConstraints basic) {
      this.constraints = basic;
      return this;
    }

    Issued issue() {
      X500Principal subject = new X500Principal("CN=" + name);
      X500Principal signer =
          issuer == null ? subject : issuer.certificate().getSubjectX500Principal();
      KeyPair signing = issuer == null ? pair : issuer.pair();
      try {
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                signer,
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(from),
                Date.from(to),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, constraints);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
        if (!usages.isEmpty()) {
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(usages.toArray(KeyPurposeId[]::new)));
        }
        if (!hosts.isEmpty()) {
          builder.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(hosts.toArray(GeneralName[]::new)));
        }
        String algorithm =
            signing.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        return new Issued(
            new JcaX509CertificateConverter()
                .getCertificate(
                    builder.build(
                        new JcaContentSignerBuilder(algorithm).build(signing.getPrivate()))),
            pair);
      } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
