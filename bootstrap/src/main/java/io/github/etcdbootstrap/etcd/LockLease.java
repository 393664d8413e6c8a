package io.github.etcdbootstrap.etcd;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A lease that one daemon thread keeps alive. Its rest is counted by this machine's own monotonic
 * time from when the last answered keep-alive was sent; once that is over the lease is lost for
 * good, whatever etcd may say later.
 */
final class LockLease {
  private static final Duration TTL = Duration.ofSeconds(30);
  private static final int GRANT_SECONDS = 8;
  private static final int RENEW_SECONDS = 6;

  private final Voters voters;
  private final LongSupplier nanoTime;
  private final long id;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread keeper = new Thread(this::keep, "lock");
  private long validUntil;
  private boolean lost;

  private LockLease(Voters voters, LongSupplier nanoTime, Granted granted) {
    this.voters = voters;
    this.nanoTime = nanoTime;
    this.id = granted.id();
    this.validUntil = granted.until();
    keeper.setDaemon(true);
  }

  /**
   * @param until counted from the sending, so that it is over here before it is there
   */
  private record Granted(long id, long seconds, long until) {
    static Granted of(long id, long seconds, long sent) {
      long nanos = Math.min(Duration.ofSeconds(Math.max(0, seconds)).toNanos(), TTL.toNanos());
      return new Granted(id, seconds, sent + nanos);
    }
  }

  /**
   * @param nanoTime which goes on while this process is stopped
   * @throws StatusRuntimeException if etcd refuses, or nobody answers
   */
  static LockLease grant(Voters voters, LongSupplier nanoTime) {
    LeaseGrantRequest request = LeaseGrantRequest.newBuilder().setTTL(TTL.toSeconds()).build();
    return new LockLease(
        voters,
        nanoTime,
        voters.ask(
            Deadline.after(GRANT_SECONDS, TimeUnit.SECONDS),
            (channel, deadline) -> {
              long sent = nanoTime.getAsLong();
              LeaseGrantResponse granted =
                  LeaseGrpc.newBlockingStub(channel).withDeadline(deadline).leaseGrant(request);
              return Granted.of(granted.getID(), granted.getTTL(), sent);
            }));
  }

  long id() {
    return id;
  }

  void keepAlive() {
    keeper.start();
  }

  /** Zero once it is lost. */
  synchronized Duration rest() {
    long rest = validUntil - nanoTime.getAsLong();
    lost |= rest <= 0;
    return lost ? Duration.ZERO : Duration.ofNanos(rest);
  }

  synchronized void lose() {
    lost = true;
  }

  /** One keep-alive; without an answer the lease stays as it was. */
  boolean renew() {
    if (rest().isZero()) {
      return false;
    }
    try {
      return note(voters.ask(Deadline.after(RENEW_SECONDS, TimeUnit.SECONDS), this::renewed));
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  /** One request and one answer on a stream are, on the wire, a call. */
  private Granted renewed(Channel channel, Deadline deadline) {
    long sent = nanoTime.getAsLong();
    long seconds =
        ClientCalls.blockingUnaryCall(
                channel,
                LeaseGrpc.getLeaseKeepAliveMethod(),
                CallOptions.DEFAULT.withDeadline(deadline),
                LeaseKeepAliveRequest.newBuilder().setID(id).build())
            .getTTL();
    return Granted.of(id, seconds, sent);
  }

  private synchronized boolean note(Granted granted) {
    // Expired first: an answer that lay in the socket while this process was stopped is too old.
    lost |= rest().isZero() || granted.seconds() <= 0;
    if (!lost && granted.until() - validUntil > 0) {
      validUntil = granted.until();
    }
    return !lost;
  }

  private void keep() {
    try {
      boolean renewed = true;
      while (!ended.await(renewed ? TTL.toSeconds() / 3 : 1, TimeUnit.SECONDS)
          && !rest().isZero()) {
        renewed = renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the thread and tells etcd; if nobody answers the lease runs out by itself.
   *
   * @return whether etcd knows that it is over
   */
  boolean revoke(Deadline deadline) {
    lose();
    ended.countDown();
    keeper.interrupt();
    LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(id).build();
    try {
      voters.ask(
          deadline,
          (channel, soon) ->
              LeaseGrpc.newBlockingStub(channel).withDeadline(soon).leaseRevoke(request));
      keeper.join(TimeUnit.SECONDS.toMillis(1));
      return true;
    } catch (StatusRuntimeException e) {
      // Nobody there: it will run out.
      return e.getStatus().getCode() == Status.Code.NOT_FOUND;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
