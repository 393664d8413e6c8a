package io.github.etcdbootstrap.hosts;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.TlsIdentity;
import io.github.etcdbootstrap.pki.Identities;
import io.github.etcdbootstrap.seed.FolderSeed;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Puts one key after the other, each through the next member, or through the one after that if it
 * fails; notes what was acknowledged.
 */
public final class WritingMain {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long ATTEMPT_MILLIS = 1000;
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private final List<ManagedChannel> members;
  private final String prefix;
  private final BooleanSupplier wanted;
  private int next;

  private WritingMain(List<ManagedChannel> members, String prefix, BooleanSupplier wanted) {
    this.members = members;
    this.prefix = prefix;
    this.wanted = wanted;
  }

  /**
   * SEED NOTES PREFIX SECONDS ADDRESS...: ends after so many seconds, or when the notes are
   * renamed.
   */
  public static void main(String[] args) throws IOException {
    GRPC.setLevel(Level.OFF);
    Path notes = Path.of(args[1]);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[3]));
    SslContext tls = tls(Path.of(args[0]));
    var members = Arrays.stream(args).skip(4).map(address -> channel(address, tls)).toList();
    BooleanSupplier wanted = () -> System.nanoTime() < end && Files.exists(notes);
    WritingMain writing = new WritingMain(members, args[2], wanted);
    try (BufferedWriter out = Files.newBufferedWriter(notes)) {
      for (int key = 0; wanted.getAsBoolean(); key++) {
        if (writing.put(Integer.toString(key))) {
          out.write(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + " " + key + "\n");
          out.flush();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    System.exit(0);
  }

  private static SslContext tls(Path seed) throws IOException {
    TlsIdentity client = Identities.read(FolderSeed.of(seed), CertificateFiles.CLIENT);
    var builder = SslContextBuilder.forClient().keyManager(client.key());
    return GrpcSslContexts.configure(builder.trustManager(client.trust()), SslProvider.JDK).build();
  }

  private static ManagedChannel channel(String address, SslContext tls) {
    return NettyChannelBuilder.forAddress(address, 2379)
        .sslContext(tls)
        .proxyDetector(to -> null)
        .build();
  }

  /** Whether it was acknowledged before the end: tried over and over until then. */
  private boolean put(String key) {
    PutRequest request =
        PutRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8(prefix + key))
            .setValue(ByteString.copyFromUtf8(key))
            .build();
    while (wanted.getAsBoolean()) {
      ManagedChannel member = members.get(next++ % members.size());
      try {
        KVGrpc.newBlockingStub(member)
            .withDeadlineAfter(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)
            .put(request);
        return true;
      } catch (StatusRuntimeException e) {
        // Without this a member that was away is not asked again for ever longer.
        member.resetConnectBackoff();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return false;
  }
}
