package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Reads certificates and private keys from PEM; what cannot be used is named for what it is. */
final class PemFiles {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final byte DER_SEQUENCE = 0x30;

  private PemFiles() {}

  /** One certificate, or a chain that begins with it; never empty. */
  static List<X509Certificate> certificates(PemFile file) {
    List<X509Certificate> certificates = new ArrayList<>();
    List<PemObject> blocks = blocks(file);
    for (PemObject block : blocks) {
      if (block.getType().equals(CERTIFICATE)) {
        certificates.add(certificate(file, block));
      }
    }
    if (certificates.isEmpty()) {
      throw wrongKind(file, blocks, "a certificate");
    }
    return certificates;
  }

  /** As {@link #certificates}; etcd reads nothing else in a file of authorities. */
  static List<X509Certificate> authorities(PemFile file) {
    List<X509Certificate> certificates = certificates(file);
    for (PemObject block : blocks(file)) {
      if (!block.getType().equals(CERTIFICATE)) {
        throw new BadInput(
            file.name() + ": holds " + kind(block) + " beside the authority's certificate",
            "leave the certificate alone in it; an authority's key belongs on no host");
      }
    }
    return certificates;
  }

  /** The key in a file that etcd reads too, which has nobody to ask for a passphrase. */
  static PrivateKey key(PemFile file) {
    return key(
        file,
        () -> {
          throw new BadInput(
              file.name() + ": is an encrypted private key, and etcd cannot ask for its password",
              "decrypt it: openssl pkey -in ENCRYPTED -out " + file.name());
        });
  }

  /**
   * @param passphrase asked for where the key is sealed with one
   */
  static PrivateKey key(PemFile file, Supplier<char[]> passphrase) {
    List<PemObject> blocks = blocks(file);
    PemObject block =
        blocks.stream()
            .filter(b -> b.getType().endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(() -> wrongKind(file, blocks, "a private key"));
    if (isEncrypted(block)) {
      char[] given = passphrase.get();
      return PrivateKeys.read(
          file, new PemObject("PRIVATE KEY", SealedKey.open(file, sealed(file, block), given)));
    }
    return PrivateKeys.read(file, block);
  }

  private static List<PemObject> blocks(PemFile file) {
    byte[] bytes = file.content().bytes();
    if (bytes.length > 0 && bytes[0] == DER_SEQUENCE) {
      throw new BadInput(
          file.name() + ": is binary (DER or PKCS#12), expected PEM",
          "convert it with openssl x509, pkey or pkcs12 to PEM");
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject block = reader.readPemObject(); block != null; ) {
        blocks.add(block);
        block = reader.readPemObject();
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(file);
    }
    if (blocks.isEmpty()) {
      throw new BadInput(
          file.name()
              + ": "
              + (text.isBlank() ? "is empty" : "holds no PEM")
              + ", expected -----BEGIN …",
          "copy the file again from where it was made");
    }
    return blocks;
  }

  private static X509Certificate certificate(PemFile file, PemObject block) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate)
          factory.generateCertificate(new ByteArrayInputStream(block.getContent()));
    } catch (CertificateException | StackOverflowError e) {
      // ASN.1 may be nested as deep as the file is long, and both of its readers go along.
      throw damaged(file);
    }
  }

  private static byte[] sealed(PemFile file, PemObject block) {
    if (!block.getType().equals(SealedKey.TYPE)) {
      throw new BadInput(
          file.name() + ": is encrypted in openssl's old way, which anybody can break",
          "seal it again: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file.name());
    }
    return block.getContent();
  }

  private static boolean isEncrypted(PemObject block) {
    return block.getType().startsWith("ENCRYPTED") || !block.getHeaders().isEmpty();
  }

  static BadInput damaged(PemFile file) {
    return new BadInput(
        file.name() + ": is damaged PEM", "copy the file again from where it was made");
  }

  private static BadInput wrongKind(PemFile file, List<PemObject> blocks, String expected) {
    return new BadInput(
        file.name() + ": is " + kind(blocks.get(0)) + ", expected " + expected,
        "put the right file there (cfssl: NAME.pem is the certificate, NAME-key.pem its key)");
  }

  private static String kind(PemObject block) {
    String type = block.getType();
    if (type.endsWith("PRIVATE KEY")) {
      return "a private key";
    } else if (type.endsWith("CERTIFICATE REQUEST")) {
      return "a certificate request";
    }
    return type.equals(CERTIFICATE) ? "a certificate" : "a " + Shown.text(type);
  }
}
