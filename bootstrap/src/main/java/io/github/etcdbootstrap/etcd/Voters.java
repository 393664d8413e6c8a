package io.github.etcdbootstrap.etcd;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Finds a voter to ask, this host's own last, since it may be the one that is stopped or removed:
 * the first that answers to a harmless call, has a leader, and is of the right cluster.
 */
final class Voters implements AutoCloseable {
  private static final int LOOK_SECONDS = 2;
  private static final int CALL_SECONDS = 4;

  private static final Set<Status.Code> NO_WORD_OF_ETCDS =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNKNOWN,
          Status.Code.INTERNAL);

  private final List<Member> inOrder;
  private final Optional<EtcdId> cluster;
  private final GrpcChannels channels;
  private volatile Voter last;

  /**
   * @param cluster whose voters alone are asked; empty: of any
   */
  Voters(NodeConfig config, GrpcChannels channels, Optional<EtcdId> cluster) {
    this.inOrder = Stream.concat(config.others().stream(), Stream.of(config.self())).toList();
    this.cluster = cluster;
    this.channels = channels;
  }

  /** One that answered just now, and whom it follows. */
  record Voter(Member member, ManagedChannel channel, EtcdId id, EtcdId leader) {}

  /**
   * The first that can be asked.
   *
   * @throws StatusRuntimeException saying of each why it cannot
   */
  Voter first(Deadline deadline) {
    List<String> whys = new ArrayList<>();
    for (Member member : inOrder) {
      Optional<Voter> voter = look(member, deadline, whys);
      if (voter.isPresent()) {
        return voter.get();
      }
    }
    throw nobody(whys);
  }

  /**
   * What one of them gives to a call that does no harm when it is made twice; the one that answered
   * last is asked first.
   *
   * @throws StatusRuntimeException if nobody answers in time, or somebody refuses
   */
  <T> T ask(Deadline deadline, BiFunction<Channel, Deadline, T> call) {
    List<String> whys = new ArrayList<>();
    Optional<Voter> known = Optional.ofNullable(last);
    Optional<T> answer = known.flatMap(voter -> answer(voter, deadline, call, whys));
    for (Member member : inOrder) {
      if (answer.isEmpty() && known.filter(voter -> voter.member().equals(member)).isEmpty()) {
        answer = look(member, deadline, whys).flatMap(voter -> answer(voter, deadline, call, whys));
      }
    }
    return answer.orElseThrow(() -> nobody(whys));
  }

  private <T> Optional<T> answer(
      Voter voter, Deadline deadline, BiFunction<Channel, Deadline, T> call, List<String> whys) {
    try {
      T answer = call.apply(voter.channel(), atMost(CALL_SECONDS, deadline));
      last = voter;
      return Optional.of(answer);
    } catch (StatusRuntimeException e) {
      if (!NO_WORD_OF_ETCDS.contains(e.getStatus().getCode())) {
        throw e;
      }
      whys.add(why(voter.member(), e));
      forget(voter);
      return Optional.empty();
    }
  }

  private Optional<Voter> look(Member member, Deadline deadline, List<String> whys) {
    try {
      StatusResponse status = channels.ask(member, channel -> status(channel, deadline));
      Optional<String> unfit = unfit(status, cluster);
      if (unfit.isEmpty()) {
        EtcdId id = new EtcdId(status.getHeader().getMemberId());
        EtcdId leader = new EtcdId(status.getLeader());
        return Optional.of(new Voter(member, channels.to(member), id, leader));
      }
      whys.add(member.name() + ": " + unfit.get());
    } catch (StatusRuntimeException e) {
      whys.add(why(member, e));
    }
    return Optional.empty();
  }

  private static StatusResponse status(Channel channel, Deadline deadline) {
    return MaintenanceGrpc.newBlockingStub(channel)
        .withDeadline(atMost(LOOK_SECONDS, deadline))
        .status(StatusRequest.getDefaultInstance());
  }

  /** A channel to this host's own member, whether it can be asked or not. */
  ManagedChannel own() {
    return channels.to(inOrder.get(inOrder.size() - 1));
  }

  /** Why this is none to be asked. */
  static Optional<String> unfit(StatusResponse status, Optional<EtcdId> cluster) {
    EtcdId of = new EtcdId(status.getHeader().getClusterId());
    if (cluster.filter(id -> !id.equals(of)).isPresent()) {
      return Optional.of("is of another cluster, " + of);
    }
    if (status.getIsLearner()) {
      return Optional.of("is a learner");
    }
    return status.getLeader() == 0 ? Optional.of("has no leader") : Optional.empty();
  }

  private void forget(Voter voter) {
    last = null;
    channels.drop(voter.member(), voter.channel());
  }

  static String why(Member member, StatusRuntimeException e) {
    return member.name() + ": " + MemberCalls.words(e);
  }

  private static StatusRuntimeException nobody(List<String> whys) {
    return Status.UNAVAILABLE.withDescription(String.join("; ", whys)).asRuntimeException();
  }

  private static Deadline atMost(int seconds, Deadline deadline) {
    return deadline.minimum(Deadline.after(seconds, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    channels.close();
  }
}
