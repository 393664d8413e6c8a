package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * A CA, a certificate for all members and one for the program, made by openssl. Only the members'
 * covers 127.0.0.1, from which they speak to each other on loopback.
 */
final class TestCertificates {
  private static final List<String> EC =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");

  private final Path folder;

  private TestCertificates(Path folder) {
    this.folder = folder;
  }

  static TestCertificates make(Path folder, List<String> addresses)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    TestCertificates certificates = new TestCertificates(folder);
    certificates.openssl("req -x509 EC -keyout ca-key.pem -out ca.pem -days 2 -subj /CN=ca");
    certificates.leaf("own", addresses);
    certificates.leaf("m", Stream.concat(addresses.stream(), Stream.of("127.0.0.1")).toList());
    certificates.openssl(
        "pkcs12 -export -inkey own-key.pem -in own.pem -out own.p12 -passout pass:x");
    return certificates;
  }

  private void leaf(String name, List<String> addresses) throws IOException, InterruptedException {
    Files.writeString(
        file("ext"),
        "extendedKeyUsage=serverAuth,clientAuth\nsubjectAltName="
            + addresses.stream().map(a -> "IP:" + a).collect(Collectors.joining(",")));
    openssl("req EC -keyout NAME-key.pem -out NAME.csr -subj /CN=NAME".replace("NAME", name));
    openssl(
        "x509 -req -in NAME.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -out NAME.pem -days 2 -extfile ext"
            .replace("NAME", name));
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  TlsIdentity identity() {
    try (InputStream p12 = Files.newInputStream(file("own.p12"));
        InputStream ca = Files.newInputStream(file("ca.pem"))) {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(p12, "x".toCharArray());
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, "x".toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(ca));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      return new TlsIdentity(
          (X509ExtendedKeyManager) keys.getKeyManagers()[0],
          (X509TrustManager) trust.getTrustManagers()[0]);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For both ends of a connection, where the certificate is the members'. */
  SSLContext context() throws GeneralSecurityException {
    TlsIdentity identity = identity();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {identity.key()}, new TrustManager[] {identity.trust()}, null);
    return context;
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    String line = "openssl " + arguments.replace("EC", String.join(" ", EC));
    Process process =
        new ProcessBuilder(line.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(line + ": " + output);
    }
  }
}
