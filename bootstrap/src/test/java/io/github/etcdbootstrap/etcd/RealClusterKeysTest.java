package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmType;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Cluster.LockAnswer;
import io.github.etcdbootstrap.plan.Cluster.SnapshotSources;
import io.github.etcdbootstrap.plan.HostFailure;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program keeps in a cluster, of which two of three run, and what it takes out of it. */
class RealClusterKeysTest {
  private static final MemberName M1 = new MemberName("m1");
  private static final MemberName M2 = new MemberName("m2");
  private static final int NOSPACE = AlarmType.NOSPACE_VALUE;

  /** Which jetcd does not know. */
  private static final int CORRUPT = 2;

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir static Path temp;
  private static RealEtcd etcd;
  private static JetcdCluster cluster;
  private static JetcdCluster other;

  @BeforeAll
  static void twoOfThree() throws Exception {
    etcd = RealEtcd.prepare(temp);
    etcd.start(1);
    etcd.start(2);
    cluster = etcd.formed(1);
    other = etcd.formed(2);
  }

  @AfterAll
  static void close() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @Test
  void theLockIsOneHostsAtATime() {
    assertThat(cluster.holdsLock(Duration.ZERO)).isFalse();
    assertThat(cluster.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);
    assertThat(cluster.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);
    assertThat(cluster.holdsLock(LONG)).isTrue();
    assertThat(cluster.holdsLock(Duration.ofSeconds(31))).isFalse();
    assertThat(other.lock(M2, "card-2")).isEqualTo(new LockAnswer(LockAnswer.Kind.TAKEN, "m1"));
    assertThat(other.holdsLock(Duration.ZERO)).isFalse();
    assertThat(cluster.holdsLock(LONG)).isTrue();

    cluster.unlock();

    assertThat(cluster.holdsLock(Duration.ZERO)).isFalse();
    assertThat(other.lock(M2, "card-2")).isEqualTo(LockAnswer.HELD);
    other.unlock();
    other.unlock();
    assertThat(lockKey()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("lock");
  }

  @Test
  void aLockThatThisCardLeftBehindIsTakenFromIt() {
    assertThat(cluster.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);
    assertThat(other.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);

    assertThat(cluster.holdsLock(Duration.ZERO)).isFalse();
    cluster.unlock();
    assertThat(other.holdsLock(LONG)).isTrue();
    other.unlock();
  }

  @Test
  void aRevokedLockIsLostForGood() {
    assertThat(cluster.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);
    revoke(lockKey().orElseThrow().getLease());

    assertThat(cluster.holdsLock(Duration.ZERO)).isFalse();
    assertThat(other.lock(M2, "card-2")).isEqualTo(LockAnswer.HELD);
    cluster.unlock();
    assertThat(other.holdsLock(LONG)).isTrue();
    other.unlock();
  }

  @Test
  void underAnAlarmThereIsNoLock() {
    alarm(AlarmRequest.AlarmAction.ACTIVATE, NOSPACE);
    LockAnswer full = cluster.lock(M1, "card-1");
    alarm(AlarmRequest.AlarmAction.DEACTIVATE, NOSPACE);
    alarm(AlarmRequest.AlarmAction.ACTIVATE, CORRUPT);
    LockAnswer corrupt = cluster.lock(M1, "card-1");
    alarm(AlarmRequest.AlarmAction.DEACTIVATE, CORRUPT);

    assertThat(full)
        .isEqualTo(
            new LockAnswer(LockAnswer.Kind.ALARM, "etcdserver: mvcc: database space exceeded"));
    assertThat(corrupt)
        .isEqualTo(new LockAnswer(LockAnswer.Kind.ALARM, "etcdserver: corrupt cluster"));
    assertThat(cluster.lock(M1, "card-1")).isEqualTo(LockAnswer.HELD);
    cluster.unlock();
  }

  /** Stopped after the last look at it: whoever is about to call asks its own clock once more. */
  @Test
  void aLockThatCannotLastForACallIsKnownWithoutAsking() {
    AtomicLong stopped = new AtomicLong();
    ClusterLock lock = lock(() -> System.nanoTime() + stopped.get());
    assertThat(lock.take()).isEqualTo(LockAnswer.HELD);
    assertThat(lock.lasts(MembershipCalls.LONGEST)).isTrue();
    stopped.set(Duration.ofSeconds(25).toNanos());

    assertThat(lock.lasts(MembershipCalls.LONGEST)).isFalse();
    lock.giveBack();
  }

  /** Stopped for longer than the lease, though etcd still has it: its leader may be a new one. */
  @Test
  void anExpiredLockIsNotHeldAgain() {
    AtomicLong stopped = new AtomicLong();
    ClusterLock lock = lock(() -> System.nanoTime() + stopped.get());
    assertThat(lock.take()).isEqualTo(LockAnswer.HELD);
    assertThat(lock.isHeld(LONG)).isTrue();
    stopped.set(Duration.ofSeconds(15).toNanos());
    assertThat(lock.isHeld(LONG)).as("renewed").isTrue();
    stopped.addAndGet(Duration.ofSeconds(31).toNanos());

    assertThat(lock.isHeld(Duration.ZERO)).isFalse();
    stopped.set(0);
    assertThat(lock.isHeld(Duration.ZERO)).isFalse();
    lock.giveBack();
  }

  @Test
  void anAnswerReadTooLateRenewsNothing() {
    AtomicLong asked = new AtomicLong();
    AtomicLong late = new AtomicLong(Long.MAX_VALUE);
    try (Voters voters = voters()) {
      LockLease lease =
          LockLease.grant(
              voters,
              () -> Duration.ofSeconds(asked.incrementAndGet() > late.get() ? 31 : 0).toNanos());
      // It asks whether there is any rest, and when it sends: then it is stopped.
      late.set(asked.get() + 2);

      assertThat(lease.renew()).isFalse();
      late.set(Long.MAX_VALUE);
      assertThat(lease.rest()).isZero();
      assertThat(lease.renew()).isFalse();
      lease.revoke(Deadline.after(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void aLeaseThatEtcdNoLongerHasIsLost() {
    try (Voters voters = voters()) {
      LockLease lease = LockLease.grant(voters, System::nanoTime);
      assertThat(lease.renew()).isTrue();
      revoke(lease.id());

      assertThat(lease.renew()).isFalse();
      assertThat(lease.rest()).isZero();
    }
  }

  @Test
  void votersOfAnotherClusterAreNotAsked() {
    EtcdId elsewhere = new EtcdId(7);
    try (Voters voters =
        new Voters(etcd.config(), new GrpcChannels(etcd.identity()), Optional.of(elsewhere))) {
      assertThatThrownBy(() -> voters.first(Deadline.after(60, TimeUnit.SECONDS)))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("m2: is of another cluster, ")
          .hasMessageContaining("m3: Connection refused");
    }
  }

  @Test
  void aFlushIsAWriteThatChangesNothing() {
    Member second = etcd.member(2);
    long before = revision();

    assertThat(cluster.flush(List.of(etcd.member(1), second))).isTrue();
    assertThat(cluster.flush(List.of())).isTrue();
    assertThat(cluster.flush(List.of(second, etcd.member(3)))).isFalse();
    try (GrpcChannels channels = new GrpcChannels(etcd.identity())) {
      Flush elsewhere = new Flush(channels, Optional.of(new EtcdId(7)));
      assertThat(elsewhere.through(List.of(second))).isFalse();
    }
    assertThat(revision()).isEqualTo(before);
  }

  private static long revision() {
    RangeRequest get = RangeRequest.newBuilder().setKey(ClusterLock.KEY).build();
    return ask((channel, deadline) -> KVGrpc.newBlockingStub(channel).range(get))
        .getHeader()
        .getRevision();
  }

  @Test
  void whoWasReplacedUnattendedIsRemembered() {
    assertThat(cluster.replacedUnattended(M1)).isFalse();
    cluster.rememberReplaced(M1, true);
    cluster.rememberReplaced(M1, true);
    assertThat(other.replacedUnattended(M1)).isTrue();
    assertThat(other.replacedUnattended(M2)).isFalse();
    other.rememberReplaced(M1, false);
    other.rememberReplaced(M1, false);
    assertThat(cluster.replacedUnattended(M1)).isFalse();
  }

  @Test
  void withoutAClusterNothingIsRemembered() {
    try (Voters voters =
        new Voters(etcd.config(), new GrpcChannels(etcd.identity()), Optional.of(new EtcdId(7)))) {
      assertThatThrownBy(() -> new ReplacedKeys(voters).set(M1))
          .isInstanceOf(HostFailure.class)
          .hasMessageContaining("/etcd-bootstrap/replaced-unattended/m1: m2: is of another");
    }
  }

  @Test
  void whoAnswersGivesASnapshotTheOwnMemberLast() {
    assertThat(cluster.snapshotSources().urls())
        .containsExactly(etcd.clientUrl(2), etcd.clientUrl(1));
    assertThat(other.snapshotSources().urls())
        .containsExactly(etcd.clientUrl(1), etcd.clientUrl(2));
    assertThat(cluster.snapshotSources().others()).singleElement().asString().startsWith("m3: ");
  }

  @Test
  void ofAnotherClusterNobodyGivesOne() {
    try (GrpcChannels channels = new GrpcChannels(etcd.identity())) {
      Optional<EtcdId> another = Optional.of(new EtcdId(7));
      SnapshotSources sources = new SnapshotGivers(etcd.config(), channels, another).sources();

      assertThat(sources.urls()).isEmpty();
      assertThat(String.join("; ", sources.others()))
          .matches("m1: is of another cluster, [0-9a-f]+; m2: .*; m3: .*");
    }
  }

  private static ClusterLock lock(LongSupplier nanoTime) {
    return new ClusterLock(voters(), new LockHolder("m1", "card-1", "once"), nanoTime);
  }

  private static Voters voters() {
    return new Voters(etcd.config(), new GrpcChannels(etcd.identity()), Optional.empty());
  }

  private static Optional<KeyValue> lockKey() {
    return ask(
            (channel, deadline) ->
                KVGrpc.newBlockingStub(channel)
                    .range(RangeRequest.newBuilder().setKey(ClusterLock.KEY).build()))
        .getKvsList()
        .stream()
        .findFirst();
  }

  private static void revoke(long lease) {
    ask(
        (channel, deadline) ->
            LeaseGrpc.newBlockingStub(channel)
                .leaseRevoke(LeaseRevokeRequest.newBuilder().setID(lease).build()));
  }

  private static void alarm(AlarmRequest.AlarmAction action, int type) {
    AlarmRequest request =
        AlarmRequest.newBuilder().setAction(action).setAlarmValue(type).setMemberID(7).build();
    ask((channel, deadline) -> MaintenanceGrpc.newBlockingStub(channel).alarm(request));
  }

  private static void put(String key, byte[] value) {
    PutRequest put =
        PutRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8(key))
            .setValue(ByteString.copyFrom(value))
            .build();
    ask((channel, deadline) -> KVGrpc.newBlockingStub(channel).put(put));
  }

  private static <T> T ask(BiFunction<Channel, Deadline, T> call) {
    try (Voters voters = voters()) {
      return voters.ask(Deadline.after(60, TimeUnit.SECONDS), call);
    }
  }
}
