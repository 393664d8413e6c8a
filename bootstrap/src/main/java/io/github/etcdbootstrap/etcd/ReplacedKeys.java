package io.github.etcdbootstrap.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KVGrpc.KVBlockingStub;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.HostFailure;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What the cluster remembers of replaces that nobody watched: a key for each such member. */
final class ReplacedKeys {
  private static final String PREFIX = "/etcd-bootstrap/replaced-unattended/";
  private static final int CALL_SECONDS = 8;

  private final Voters voters;

  ReplacedKeys(Voters voters) {
    this.voters = voters;
  }

  /**
   * @throws HostFailure if no quorum says
   */
  boolean has(MemberName name) {
    RangeRequest get = RangeRequest.newBuilder().setKey(key(name)).setCountOnly(true).build();
    return ask(name, keys -> keys.range(get)).getCount() > 0;
  }

  /**
   * @throws HostFailure if no quorum has taken it
   */
  void set(MemberName name) {
    PutRequest put =
        PutRequest.newBuilder()
            .setKey(key(name))
            .setValue(ByteString.copyFromUtf8(name.value()))
            .build();
    ask(name, keys -> keys.put(put));
  }

  /**
   * @throws HostFailure if no quorum has taken it
   */
  void clear(MemberName name) {
    DeleteRangeRequest delete = DeleteRangeRequest.newBuilder().setKey(key(name)).build();
    ask(name, keys -> keys.deleteRange(delete));
  }

  private static ByteString key(MemberName name) {
    return ByteString.copyFromUtf8(PREFIX + name);
  }

  private <T> T ask(MemberName name, Function<KVBlockingStub, T> call) {
    try {
      return voters.ask(
          Deadline.after(CALL_SECONDS, TimeUnit.SECONDS),
          (channel, deadline) ->
              call.apply(KVGrpc.newBlockingStub(channel).withDeadline(deadline)));
    } catch (StatusRuntimeException e) {
      throw new HostFailure(
          "the cluster's key " + PREFIX + name + ": " + e.getStatus().getDescription(),
          "run again when a majority of the members is healthy: see status",
          e);
    }
  }
}
