package io.github.etcdbootstrap.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.github.etcdbootstrap.plan.Cluster.LockAnswer;
import io.github.etcdbootstrap.plan.Cluster.LockAnswer.Kind;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The lock under which one node at a time changes the cluster: a key that lives as long as its
 * lease, known as this one's own by the revision at which it was written.
 */
final class ClusterLock {
  static final ByteString KEY = ByteString.copyFromUtf8("/etcd-bootstrap/lock");

  private static final int CALL_SECONDS = 6;
  private static final int TRIES = 3;

  private final Voters voters;
  private final LockHolder holder;
  private final LongSupplier nanoTime;
  private LockLease lease;
  private long revision;

  ClusterLock(Voters voters, LockHolder holder, LongSupplier nanoTime) {
    this.voters = voters;
    this.holder = holder;
    this.nanoTime = nanoTime;
  }

  /** Tries once; unless it is held afterwards, nothing is left. */
  LockAnswer take() {
    LockAnswer answer;
    try {
      lease = LockLease.grant(voters, nanoTime);
      answer = write();
    } catch (StatusRuntimeException e) {
      answer = new LockAnswer(isAlarm(e.getStatus()) ? Kind.ALARM : Kind.NO_QUORUM, words(e));
    }
    if (answer.kind() == Kind.HELD) {
      lease.keepAlive();
    } else {
      giveBack();
    }
    return answer;
  }

  /** Over this card's own of a run that is dead, too: its lease then keeps nothing any more. */
  private LockAnswer write() {
    long over = 0;
    String other = "";
    for (int tries = 0; tries < TRIES; tries++) {
      TxnResponse written = writeOver(over);
      List<KeyValue> found =
          written.getSucceeded()
              ? List.of()
              : written.getResponses(0).getResponseRange().getKvsList();
      // An earlier sending of the same may have been done, and only its answer lost.
      if (written.getSucceeded() || found.stream().anyMatch(key -> key.getLease() == lease.id())) {
        revision =
            found.stream()
                .findFirst()
                .map(KeyValue::getModRevision)
                .orElse(written.getHeader().getRevision());
        return LockAnswer.HELD;
      }
      over = 0;
      for (KeyValue key : found) {
        LockHolder there = LockHolder.read(key.getValue());
        if (!there.isOfCard(holder.installId())) {
          return new LockAnswer(Kind.TAKEN, there.name());
        }
        other = there.name();
        over = key.getModRevision();
      }
    }
    return new LockAnswer(Kind.TAKEN, other);
  }

  /**
   * @param over revision of what may be there; 0: only if nothing is
   */
  private TxnResponse writeOver(long over) {
    TxnRequest request =
        TxnRequest.newBuilder()
            .addCompare(
                Compare.newBuilder()
                    .setKey(KEY)
                    .setTarget(Compare.CompareTarget.MOD)
                    .setResult(Compare.CompareResult.EQUAL)
                    .setModRevision(over))
            .addSuccess(
                RequestOp.newBuilder()
                    .setRequestPut(
                        PutRequest.newBuilder()
                            .setKey(KEY)
                            .setValue(holder.value())
                            .setLease(lease.id())))
            .addFailure(
                RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(KEY)))
            .build();
    return voters.ask(
        soon(),
        (channel, deadline) -> KVGrpc.newBlockingStub(channel).withDeadline(deadline).txn(request));
  }

  /** By this process's own clock alone. */
  boolean lasts(Duration atLeast) {
    return lease.rest().compareTo(atLeast) >= 0;
  }

  /** Asked linearizably; the rest is looked at after the answer, which may have taken long. */
  boolean isHeld(Duration atLeast) {
    if (lease.rest().compareTo(atLeast) < 0) {
      lease.renew();
    }
    if (lease.rest().isZero()) {
      return false;
    }
    try {
      Optional<KeyValue> key =
          voters
              .ask(
                  soon(),
                  (channel, deadline) ->
                      KVGrpc.newBlockingStub(channel)
                          .withDeadline(deadline)
                          .range(RangeRequest.newBuilder().setKey(KEY).build()))
              .getKvsList()
              .stream()
              .findFirst();
      if (key.filter(there -> there.getModRevision() == revision).isEmpty()) {
        lease.lose();
      }
    } catch (StatusRuntimeException e) {
      return false;
    }
    Duration rest = lease.rest();
    return !rest.isZero() && rest.compareTo(atLeast) >= 0;
  }

  /**
   * Whoever answers will do: the own member may be out of the cluster by now.
   *
   * @return whether a quorum knows that the lock is free
   */
  boolean giveBack() {
    boolean given = lease == null || lease.revoke(soon());
    voters.close();
    return given;
  }

  private static boolean isAlarm(Status status) {
    String words = String.valueOf(status.getDescription());
    return words.contains("database space exceeded") || words.contains("corrupt cluster");
  }

  private static String words(StatusRuntimeException e) {
    return String.valueOf(e.getStatus().getDescription());
  }

  private static Deadline soon() {
    return Deadline.after(CALL_SECONDS, TimeUnit.SECONDS);
  }
}
