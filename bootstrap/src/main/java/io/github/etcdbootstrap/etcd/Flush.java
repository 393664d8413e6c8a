package io.github.etcdbootstrap.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Member;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A write that changes nothing: the deletion of a key that is not there. A member answers once it
 * has applied it, and so has flushed it; etcd flushes how far all is committed only together with
 * an entry (raft's MustSync).
 */
final class Flush {
  private static final DeleteRangeRequest NOTHING =
      DeleteRangeRequest.newBuilder()
          .setKey(ByteString.copyFromUtf8("/etcd-bootstrap/nothing"))
          .build();

  private final GrpcChannels channels;
  private final Optional<EtcdId> cluster;

  /**
   * @param cluster whose members count; empty: of any
   */
  Flush(GrpcChannels channels, Optional<EtcdId> cluster) {
    this.channels = channels;
    this.cluster = cluster;
  }

  boolean through(List<Member> members) {
    return AtOnce.map(
            members,
            channels.patience().multipliedBy(2).plusSeconds(1),
            this::isTaken,
            (member, why) -> false)
        .stream()
        .allMatch(taken -> taken);
  }

  private boolean isTaken(Member member) {
    try {
      DeleteRangeResponse response =
          channels.ask(
              member,
              channel ->
                  KVGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(channels.patience().toMillis(), TimeUnit.MILLISECONDS)
                      .deleteRange(NOTHING));
      EtcdId of = new EtcdId(response.getHeader().getClusterId());
      return cluster.filter(id -> !id.equals(of)).isEmpty();
    } catch (StatusRuntimeException e) {
      return false;
    }
  }
}
