package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that sends what a test wants. */
class SnapshotStreamTest {
  private static final byte[] DATABASE = new byte[200_000];

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final ByteArrayOutputStream saved = new ByteArrayOutputStream();
  private Consumer<ServerCallStreamObserver<SnapshotResponse>> member = to -> {};
  private Server server;
  private ManagedChannel channel;
  private SnapshotStream stream;

  @BeforeEach
  void listen() throws IOException {
    new Random(1).nextBytes(DATABASE);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new MaintenanceGrpc.MaintenanceImplBase() {
                  @Override
                  public void snapshot(
                      SnapshotRequest request, StreamObserver<SnapshotResponse> to) {
                    var call = (ServerCallStreamObserver<SnapshotResponse>) to;
                    call.setOnCancelHandler(cancelled::countDown);
                    member.accept(call);
                  }
                })
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
            .usePlaintext()
            .build();
    stream = new SnapshotStream(channel);
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void allIsSavedWithTheSumThatProvesIt() throws Exception {
    byte[] whole = withSum(DATABASE);
    for (int part : new int[] {7, 31, 32, 33, 32 * 1024, whole.length}) {
      member = to -> send(to, whole, part);
      saved.reset();

      assertThat(new SnapshotStream(channel).copy(saved)).isTrue();
      assertThat(saved.toByteArray()).isEqualTo(whole);
    }
  }

  @Test
  void anotherSumProvesNothing() throws Exception {
    byte[] damaged = withSum(DATABASE);
    damaged[70_000] ^= 1;
    member = to -> send(to, damaged, 32 * 1024);

    assertThat(stream.copy(saved)).isFalse();
  }

  @Test
  void ofNothingThereIsNoSum() throws Exception {
    member = StreamObserver::onCompleted;
    assertThat(stream.copy(saved)).isFalse();

    byte[] emptys = withSum(new byte[0]);
    member = to -> send(to, emptys, 32);
    assertThat(new SnapshotStream(channel).copy(saved)).isFalse();
  }

  @Test
  void oneThatBreaksOffSaysHowMuchCame() {
    member =
        to -> {
          to.onNext(part(DATABASE, 0, 1000));
          to.onError(Status.UNAVAILABLE.withDescription("stopped").asRuntimeException());
        };

    assertThatThrownBy(() -> stream.copy(saved))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("UNAVAILABLE: stopped");
    assertThat(stream.came()).isEqualTo(1000);
  }

  @Test
  void oneThatHangsIsGivenUp() throws Exception {
    // The first call of a JVM takes its time.
    member = StreamObserver::onCompleted;
    stream.copy(saved);
    member = to -> to.onNext(part(DATABASE, 0, 1000));
    SnapshotStream impatient = new SnapshotStream(channel, Duration.ofSeconds(3));

    assertThatThrownBy(() -> impatient.copy(saved)).hasMessage("DEADLINE_EXCEEDED");
    assertThat(impatient.came()).isEqualTo(1000);
    assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aFullDiskEndsTheCall() throws Exception {
    member = to -> to.onNext(part(DATABASE, 0, 1000));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> stream.copy(full)).hasMessage("No space left on device");
    assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private static void send(StreamObserver<SnapshotResponse> to, byte[] all, int part) {
    for (int from = 0; from < all.length; from += part) {
      to.onNext(part(all, from, Math.min(part, all.length - from)));
    }
    to.onCompleted();
  }

  private static SnapshotResponse part(byte[] all, int from, int length) {
    return SnapshotResponse.newBuilder().setBlob(ByteString.copyFrom(all, from, length)).build();
  }

  private static byte[] withSum(byte[] database) throws Exception {
    return ByteString.copyFrom(database)
        .concat(ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(database)))
        .toByteArray();
  }
}
