package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Makes TLS sockets that speak from one address: etcd checks that the source address of a peer is
 * in its certificate.
 */
final class BoundSockets extends SSLSocketFactory {
  private final SSLSocketFactory sockets;
  private final InetAddress own;
  private final List<Socket> made = new CopyOnWriteArrayList<>();

  private BoundSockets(SSLSocketFactory sockets, InetAddress own) {
    this.sockets = sockets;
    this.own = own;
  }

  static SSLContext context(TlsIdentity identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {identity.key()}, new TrustManager[] {identity.trust()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static BoundSockets of(SSLContext context, IpAddress own) {
    return new BoundSockets(context.getSocketFactory(), own.inet());
  }

  /**
   * Whether sockets were made, and none came to a connection. Java asks a second time by itself if
   * the first connection ends without a word.
   */
  boolean neverConnected() {
    return !made.isEmpty() && made.stream().noneMatch(Socket::isConnected);
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = sockets.createSocket();
    socket.bind(new InetSocketAddress(own, 0));
    made.add(socket);
    return socket;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
    throw new UnsupportedOperationException("proxies are not used");
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("connects without a time-out");
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
