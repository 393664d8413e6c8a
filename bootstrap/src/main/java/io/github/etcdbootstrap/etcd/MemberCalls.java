package io.github.etcdbootstrap.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks members for the list and their status; each call to one member, and bounded. */
final class MemberCalls {
  /** After which the others are asked too: one that reads a large log takes much longer. */
  private static final Duration FOR_OWN = Duration.ofSeconds(1);

  /** jetcd's message lacks the field `linearizable`; the server knows it by its number. */
  private static final MemberListRequest LINEARIZABLE =
      MemberListRequest.newBuilder()
          .setUnknownFields(
              UnknownFieldSet.newBuilder()
                  .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                  .build())
          .build();

  private final NodeConfig config;
  private final GrpcChannels channels;
  private final Duration longest;

  MemberCalls(NodeConfig config, GrpcChannels channels) {
    this.config = config;
    this.channels = channels;
    this.longest = channels.patience();
  }

  /** What one member answered to both questions, or why it did not. */
  record Answer(
      Member asked, Optional<MemberList> list, Optional<StatusResponse> status, String why) {}

  /**
   * The list as a quorum has it: from the own member, which may be starting, or any other.
   *
   * @param cluster whose; empty: of any
   */
  Optional<MemberList> linearizable(Optional<EtcdId> cluster) {
    return AtOnce.preferred(
        () -> linearizable(config.self(), cluster), FOR_OWN, () -> linearizableOfOthers(cluster));
  }

  /** Every member of the inventory, asked at once; a list may be behind. */
  List<Answer> answers() {
    return AtOnce.map(
        config.members(),
        longest.multipliedBy(2).plusSeconds(1),
        this::answer,
        (member, why) -> new Answer(member, Optional.empty(), Optional.empty(), why));
  }

  /** This host's own member alone. */
  Answer own() {
    return answer(config.self());
  }

  private Optional<MemberList> linearizableOfOthers(Optional<EtcdId> cluster) {
    return AtOnce.map(
            config.others(),
            longest.plusSeconds(1),
            member -> linearizable(member, cluster),
            (member, why) -> Optional.<MemberList>empty())
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<MemberList> linearizable(Member member, Optional<EtcdId> cluster) {
    try {
      return Optional.of(channels.ask(member, channel -> list(channel, LINEARIZABLE)))
          .filter(list -> cluster.isEmpty() || cluster.get().equals(list.clusterId()));
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  private Answer answer(Member member) {
    try {
      return channels.ask(member, channel -> answer(member, channel));
    } catch (StatusRuntimeException e) {
      return new Answer(member, Optional.empty(), Optional.empty(), words(e));
    }
  }

  private Answer answer(Member member, Channel channel) {
    StatusResponse status =
        MaintenanceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(longest.toMillis(), TimeUnit.MILLISECONDS)
            .status(StatusRequest.getDefaultInstance());
    return new Answer(member, listOrNone(channel), Optional.of(status), "");
  }

  /** A learner gives its status, but no list. */
  private Optional<MemberList> listOrNone(Channel channel) {
    try {
      return Optional.of(list(channel, MemberListRequest.getDefaultInstance()));
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  private MemberList list(Channel channel, MemberListRequest request) {
    MemberListResponse response =
        ClusterGrpc.newBlockingStub(channel)
            .withDeadlineAfter(longest.toMillis(), TimeUnit.MILLISECONDS)
            .memberList(request);
    return new MemberList(
        new EtcdId(response.getHeader().getClusterId()),
        response.getMembersList().stream().map(MemberCalls::listed).toList());
  }

  private static ListedMember listed(io.etcd.jetcd.api.Member member) {
    return new ListedMember(
        new EtcdId(member.getID()),
        member.getName(),
        member.getPeerURLsList(),
        member.getClientURLsList(),
        member.getIsLearner());
  }

  static String words(StatusRuntimeException e) {
    if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "does not answer in time";
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    // Netty's own for a connection that ends has no message.
    return Stream.of(cause == e ? null : cause.getMessage(), e.getStatus().getDescription())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(e.getStatus().getCode().toString());
  }
}
