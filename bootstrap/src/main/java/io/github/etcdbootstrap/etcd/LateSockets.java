package io.github.etcdbootstrap.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS of a socket once it is connected, and loads TLS for that only: on a bare host, where no
 * peer listens yet, it would be a third of the work until the first change.
 */
class LateSockets extends SSLSocketFactory {
  private final Supplier<SSLSocketFactory> sockets;

  LateSockets(Supplier<SSLSocketFactory> sockets) {
    this.sockets = sockets;
  }

  /** Each connection asks for Java's own factory, and so for the trust store, whatever it uses. */
  static void becomeDefault() {
    HttpsURLConnection.setDefaultSSLSocketFactory(
        new LateSockets(() -> (SSLSocketFactory) SSLSocketFactory.getDefault()));
  }

  @Override
  public Socket createSocket() throws IOException {
    return new Socket();
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return sockets.get().createSocket(connected, host, port, autoClose);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.get().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.get().getSupportedCipherSuites();
  }

  /** What Java tries when no TLS came about on its own socket: not again, without a time-out. */
  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new IOException("connects without a time-out");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException("connects without a time-out");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("connects without a time-out");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException("connects without a time-out");
  }
}
