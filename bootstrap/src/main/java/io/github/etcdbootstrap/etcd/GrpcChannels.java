package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.TlsIdentity;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/**
 * Channels to members' client ports by the JDK's own TLS and NIO: on musl nothing native runs. One
 * that its member has answered on is kept, since a handshake costs more than most calls.
 */
final class GrpcChannels implements AutoCloseable {
  private static final int CLIENT_PORT = 2379;

  /** Held, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

  static {
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
  }

  private static final Duration FOR_THE_LOOP = Duration.ofSeconds(5);
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);
  private static final Duration MOST_PATIENCE = Duration.ofMinutes(1);

  private static final Set<Status.Code> TIME_IS_OVER =
      Set.of(Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);

  private final long begin = System.nanoTime();
  private final Duration patience;
  private final SslContext tls;
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("grpc", true), NioIoHandler.newFactory());
  private final Map<Member, ManagedChannel> kept = new HashMap<>();

  GrpcChannels(TlsIdentity identity) {
    SslContextBuilder builder =
        SslContextBuilder.forClient().keyManager(identity.key()).trustManager(identity.trust());
    try {
      tls = GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
    patience = patience(Duration.ofNanos(System.nanoTime() - begin));
  }

  /** How long an answer is waited for. */
  Duration patience() {
    return patience;
  }

  /**
   * On a small machine that is busy, what a first call needs is loaded for longer than any member
   * takes to answer: for two to three times as long as the channels were made.
   */
  static Duration patience(Duration making) {
    Duration loading = making.multipliedBy(4);
    Duration most = loading.compareTo(MOST_PATIENCE) < 0 ? loading : MOST_PATIENCE;
    return most.compareTo(LEAST_PATIENCE) > 0 ? most : LEAST_PATIENCE;
  }

  static String endpoint(Member member) {
    return "https://" + member.address().inUrl() + ":" + CLIENT_PORT;
  }

  /** The channel to this member that is kept, or a new one that is kept from now on. */
  synchronized ManagedChannel to(Member member) {
    return kept.computeIfAbsent(member, this::open);
  }

  /**
   * What a member gives to a call that does no harm when it is made twice: what is kept may have
   * broken since, by a restart of that etcd, and then a new channel is tried.
   *
   * @throws StatusRuntimeException of the last of both
   */
  <T> T ask(Member member, Function<Channel, T> call) {
    Optional<ManagedChannel> known = known(member);
    if (known.isPresent()) {
      try {
        return call.apply(known.get());
      } catch (StatusRuntimeException e) {
        if (isEtcdsWord(e.getStatus())) {
          throw e;
        }
        drop(member, known.get());
        if (TIME_IS_OVER.contains(e.getStatus().getCode())) {
          throw e;
        }
      }
    }
    ManagedChannel opened = open(member);
    try {
      T answer = call.apply(opened);
      keep(member, opened);
      return answer;
    } catch (StatusRuntimeException e) {
      opened.shutdownNow();
      throw e;
    }
  }

  private static boolean isEtcdsWord(Status status) {
    return String.valueOf(status.getDescription()).startsWith("etcdserver: ");
  }

  private synchronized Optional<ManagedChannel> known(Member member) {
    return Optional.ofNullable(kept.get(member));
  }

  /** Whoever was first: the calls of both can go over one. */
  private synchronized void keep(Member member, ManagedChannel answered) {
    ManagedChannel first = kept.putIfAbsent(member, answered);
    if (first != null || loop.isShuttingDown()) {
      answered.shutdownNow();
    }
  }

  /** A channel to one member only: an answer must be that member's own. */
  private ManagedChannel open(Member member) {
    return NettyChannelBuilder.forAddress(
            new InetSocketAddress(member.address().inet(), CLIENT_PORT))
        .sslContext(tls)
        .eventLoopGroup(loop)
        .channelType(NioSocketChannel.class)
        .directExecutor()
        .proxyDetector(address -> null)
        .build();
  }

  /** One that failed once fails for a while without trying. */
  synchronized void drop(Member member, ManagedChannel channel) {
    kept.remove(member, channel);
    channel.shutdownNow();
  }

  /** A JVM that ends waits 0.3 s for each thread that waits in the kernel, as the loop's does. */
  void end() {
    close();
    loop.terminationFuture().awaitUninterruptibly(FOR_THE_LOOP.toMillis());
  }

  @Override
  public synchronized void close() {
    kept.values().forEach(ManagedChannel::shutdownNow);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
