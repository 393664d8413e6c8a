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
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Makes TLS sockets that speak from one address: etcd checks that the source address of a peer is
 * in its certificate.
 */
final class BoundSockets extends LateSockets {
  private final InetAddress own;
  private final List<Socket> made = new CopyOnWriteArrayList<>();

  BoundSockets(Supplier<SSLContext> context, IpAddress own) {
    super(() -> context.get().getSocketFactory());
    this.own = own.inet();
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

  /**
   * Whether sockets were made, and none came to a connection. Java asks a second time by itself if
   * the first connection ends without a word.
   */
  boolean neverConnected() {
    return !made.isEmpty() && made.stream().noneMatch(Socket::isConnected);
  }

  /**
   * Ends every connection: a peer that sends a byte now and then would keep its thread for ever.
   */
  void close() {
    for (Socket socket : made) {
      try {
        socket.close();
      } catch (IOException e) {
        // It was going to end.
      }
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = super.createSocket();
    socket.bind(new InetSocketAddress(own, 0));
    made.add(socket);
    return socket;
  }
}
