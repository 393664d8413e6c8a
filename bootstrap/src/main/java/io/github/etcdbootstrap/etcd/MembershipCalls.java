package io.github.etcdbootstrap.etcd;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.ClusterGrpc.ClusterBlockingStub;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.github.etcdbootstrap.etcd.Voters.Voter;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer.Kind;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A change to the membership: sent once, to one voter that has just answered, so that a failure
 * after that is an answer that never came.
 */
final class MembershipCalls {
  /** All of a call, with the search for whom to ask: less than what a lock is good for. */
  static final Duration LONGEST = Duration.ofSeconds(7);

  private static final Map<String, Kind> WAITED_FOR =
      Map.of(
          "etcdserver: unhealthy cluster", Kind.UNHEALTHY,
          "etcdserver: not leader", Kind.UNHEALTHY,
          "etcdserver: re-configuration failed due to not enough started members", Kind.UNHEALTHY,
          "etcdserver: too many learner members in cluster", Kind.TOO_MANY_LEARNERS,
          "etcdserver: can only promote a learner member which is in sync with leader",
              Kind.NOT_IN_SYNC);

  private static final Set<Status.Code> DEFINITE =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.DATA_LOSS);

  private final Voters voters;

  /**
   * From before the last look at the lock, and the search: a process stopped meanwhile sends
   * nothing when it is continued.
   */
  private final Deadline deadline = Deadline.after(LONGEST.toMillis(), TimeUnit.MILLISECONDS);

  MembershipCalls(Voters voters) {
    this.voters = voters;
  }

  CallAnswer addLearner(String peerUrl) {
    MemberAddRequest add =
        MemberAddRequest.newBuilder().addPeerURLs(peerUrl).setIsLearner(true).build();
    return call(asked -> members(asked).memberAdd(add));
  }

  CallAnswer promote(EtcdId learner) {
    MemberPromoteRequest promote = MemberPromoteRequest.newBuilder().setID(learner.value()).build();
    return call(asked -> members(asked).memberPromote(promote));
  }

  CallAnswer remove(EtcdId member) {
    MemberRemoveRequest remove = MemberRemoveRequest.newBuilder().setID(member.value()).build();
    return call(
        asked -> {
          if (asked.leader().equals(member)) {
            handOver(asked);
          }
          members(asked).memberRemove(remove);
        });
  }

  /**
   * Before it goes the leader, which is this host's own, hands over its lead: so whoever stays
   * knows of the removal first. A leader that is removed ends a second later, and where two members
   * were two, one that had not heard of it by then would never have a leader again (etcd's
   * raft/README.md, Implementation notes).
   */
  private void handOver(Voter to) {
    if (to.id().equals(to.leader())) {
      throw Status.UNAVAILABLE
          .withDescription("it leads, and no other voter could be asked to take over")
          .asRuntimeException();
    }
    MaintenanceGrpc.newBlockingStub(voters.own())
        .withDeadline(deadline)
        .moveLeader(MoveLeaderRequest.newBuilder().setTargetID(to.id().value()).build());
  }

  CallAnswer changePeerUrl(EtcdId voter, String peerUrl) {
    MemberUpdateRequest update =
        MemberUpdateRequest.newBuilder().setID(voter.value()).addPeerURLs(peerUrl).build();
    return call(asked -> members(asked).memberUpdate(update));
  }

  private CallAnswer call(Consumer<Voter> change) {
    Voter voter;
    try {
      voter = voters.first(deadline);
    } catch (StatusRuntimeException e) {
      return new CallAnswer(Kind.NO_ANSWER, e.getStatus().getDescription());
    }
    try {
      change.accept(voter);
      return CallAnswer.DONE;
    } catch (StatusRuntimeException e) {
      return new CallAnswer(kind(e.getStatus()), Voters.why(voter.member(), e));
    }
  }

  private ClusterBlockingStub members(Voter voter) {
    return ClusterGrpc.newBlockingStub(voter.channel()).withDeadline(deadline);
  }

  /** By etcd's words first: some of them come with the code of an unforeseen error. */
  static Kind kind(Status status) {
    String words = Objects.requireNonNullElse(status.getDescription(), "");
    Kind waitedFor = WAITED_FOR.get(words);
    if (waitedFor != null) {
      return waitedFor;
    }
    boolean etcds = words.startsWith("etcdserver: ");
    return etcds && DEFINITE.contains(status.getCode()) ? Kind.REFUSED : Kind.NO_ANSWER;
  }
}
