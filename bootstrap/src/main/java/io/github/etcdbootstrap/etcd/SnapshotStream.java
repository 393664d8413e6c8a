package io.github.etcdbootstrap.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.github.etcdbootstrap.model.Sha256;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One member's stream of a snapshot, a part at a time; its last 32 bytes are the sum of the rest.
 */
final class SnapshotStream implements ClientResponseObserver<SnapshotRequest, SnapshotResponse> {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int SUM = 32;

  private final Channel channel;
  private final Duration idle;
  private final MessageDigest digest = Sha256.digest();

  /** At most one part, since the next is asked for when it is written, and the end. */
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private ClientCallStreamObserver<SnapshotRequest> call;
  private ByteString notSummed = ByteString.EMPTY;
  private long came;

  SnapshotStream(Channel channel) {
    this(channel, IDLE);
  }

  SnapshotStream(Channel channel, Duration idle) {
    this.channel = channel;
    this.idle = idle;
  }

  /** A part, or the end of the stream. */
  private record Event(ByteString part, Throwable failure, boolean last) {
    static final Event END = new Event(ByteString.EMPTY, null, true);
  }

  /**
   * Whether what came is proved by its sum.
   *
   * @throws StatusRuntimeException if the stream breaks off, or nothing comes for too long
   * @throws IOException of {@code to}'s own
   */
  boolean copy(OutputStream to) throws IOException {
    MaintenanceGrpc.newStub(channel).snapshot(SnapshotRequest.getDefaultInstance(), this);
    try {
      for (Event event = next(); !event.last(); event = next()) {
        event.part().writeTo(to);
        sum(event.part());
        came += event.part().size();
        call.request(1);
      }
    } finally {
      call.cancel("of no more use", null);
    }
    return came > SUM && notSummed.equals(ByteString.copyFrom(digest.digest()));
  }

  long came() {
    return came;
  }

  private Event next() {
    try {
      Event event = events.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw Status.DEADLINE_EXCEEDED.asRuntimeException();
      }
      if (event.failure() != null) {
        throw Status.fromThrowable(event.failure()).asRuntimeException();
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
    }
  }

  /** All but what may be the sum itself. */
  private void sum(ByteString part) {
    ByteString all = notSummed.concat(part);
    int sure = Math.max(0, all.size() - SUM);
    all.substring(0, sure).asReadOnlyByteBufferList().forEach(digest::update);
    notSummed = ByteString.copyFrom(all.substring(sure).toByteArray());
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SnapshotRequest> started) {
    call = started;
    call.disableAutoRequestWithInitial(1);
  }

  @Override
  public void onNext(SnapshotResponse response) {
    events.add(new Event(response.getBlob(), null, false));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event(ByteString.EMPTY, failure, true));
  }

  @Override
  public void onCompleted() {
    events.add(Event.END);
  }
}
