package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.TlsIdentity;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/** Channels to members' client ports by the JDK's own TLS and NIO: on musl nothing native runs. */
final class GrpcChannels implements AutoCloseable {
  private static final int CLIENT_PORT = 2379;

  /** Held, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

  static {
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
  }

  private final SslContext tls;
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("grpc", true), NioIoHandler.newFactory());
  private final List<ManagedChannel> channels = new ArrayList<>();

  GrpcChannels(TlsIdentity identity) {
    SslContextBuilder builder =
        SslContextBuilder.forClient().keyManager(identity.key()).trustManager(identity.trust());
    try {
      tls = GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  static String endpoint(Member member) {
    return "https://" + member.address().inUrl() + ":" + CLIENT_PORT;
  }

  /** A channel to one member only: an answer must be that member's own. */
  synchronized ManagedChannel to(Member member) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(member.address().inet(), CLIENT_PORT))
            .sslContext(tls)
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .proxyDetector(address -> null)
            .build();
    channels.add(channel);
    return channel;
  }

  /** Of one that is of no more use before the others are closed. */
  synchronized void drop(ManagedChannel channel) {
    channels.remove(channel);
    channel.shutdownNow();
  }

  @Override
  public synchronized void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
