package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.model.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The certificate that a server shows in a handshake, whether it is trusted or not. */
final class ShownCertificate {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ShownCertificate() {}

  /**
   * From the server's own address, which etcd looks for in a peer's certificate. Nothing is said or
   * asked on the connection, so whom it is with need not be known.
   */
  static Optional<Sha256> at(URI url, TlsIdentity identity) {
    Seen seen = new Seen();
    try (Socket plain = new Socket()) {
      InetAddress own = InetAddress.getByName(url.getHost());
      plain.bind(new InetSocketAddress(own, 0));
      // A handshake is several small writes; each would wait for the one before to be acknowledged.
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(own, url.getPort()), (int) PATIENCE.toMillis());
      plain.setSoTimeout((int) PATIENCE.toMillis());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {identity.key()}, new TrustManager[] {seen}, null);
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, url.getHost(), url.getPort(), true)) {
        socket.startHandshake();
      }
    } catch (IOException e) {
      // What was shown until then counts.
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return Optional.ofNullable(seen.sum.get());
  }

  /** Remembers, and judges nothing. */
  private static final class Seen implements X509TrustManager {
    private final AtomicReference<Sha256> sum = new AtomicReference<>();

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      try {
        sum.set(Sha256.of(chain[0].getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
