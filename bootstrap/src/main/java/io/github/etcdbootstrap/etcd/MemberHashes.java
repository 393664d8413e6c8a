package io.github.etcdbootstrap.etcd;

import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusResponse;
import io.github.etcdbootstrap.etcd.MemberCalls.Answer;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.DataHash;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Each voter's hash over its data, at the newest revision that all of them have. */
final class MemberHashes {
  /** It reads the whole database. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final NodeConfig config;
  private final GrpcChannels channels;

  MemberHashes(NodeConfig config, GrpcChannels channels) {
    this.config = config;
    this.channels = channels;
  }

  List<DataHash> all() {
    List<Answer> answers = new MemberCalls(config, channels).answers();
    Optional<EtcdId> cluster =
        answers.stream()
            .filter(a -> a.asked().equals(config.self()))
            .flatMap(a -> a.status().stream())
            .map(s -> new EtcdId(s.getHeader().getClusterId()))
            .findFirst();
    long revision =
        answers.stream()
            .filter(a -> unfit(a, cluster).isEmpty())
            .mapToLong(a -> a.status().orElseThrow().getHeader().getRevision())
            .min()
            .orElse(0);
    return AtOnce.map(
        answers,
        LONGEST.plusSeconds(1),
        a -> hash(a, cluster, revision),
        (a, why) -> DataHash.none(name(a), why));
  }

  private DataHash hash(Answer answer, Optional<EtcdId> cluster, long revision) {
    Optional<String> unfit = unfit(answer, cluster);
    if (unfit.isPresent()) {
      return DataHash.none(name(answer), unfit.get());
    }
    String version = answer.status().orElseThrow().getVersion();
    try {
      HashKVResponse hash =
          MaintenanceGrpc.newBlockingStub(channels.to(answer.asked()))
              .withDeadlineAfter(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
              .hashKV(HashKVRequest.newBuilder().setRevision(revision).build());
      return DataHash.of(name(answer), version, hash.getCompactRevision(), hash.getHash());
    } catch (StatusRuntimeException e) {
      return switch (e.getStatus().getCode()) {
        case OUT_OF_RANGE -> DataHash.moved(name(answer), version, MemberCalls.words(e));
        case DEADLINE_EXCEEDED ->
            DataHash.none(name(answer), "gives no hash within %d s".formatted(LONGEST.toSeconds()));
        default -> DataHash.none(name(answer), MemberCalls.words(e));
      };
    }
  }

  /** A learner gives none. */
  private static Optional<String> unfit(Answer answer, Optional<EtcdId> cluster) {
    Optional<StatusResponse> status = answer.status();
    if (status.isEmpty()) {
      return Optional.of(answer.why());
    }
    EtcdId of = new EtcdId(status.get().getHeader().getClusterId());
    if (!cluster.equals(Optional.of(of))) {
      return Optional.of("is of another cluster, " + of);
    }
    return status.get().getIsLearner() ? Optional.of("is a learner") : Optional.empty();
  }

  private static String name(Answer answer) {
    return answer.asked().name().value();
  }
}
