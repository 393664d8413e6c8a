package io.github.etcdbootstrap.etcd;

import io.etcd.jetcd.api.StatusResponse;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Voters of a cluster that answer, and in which order they are asked for their database. */
final class SnapshotGivers {
  private final NodeConfig config;
  private final GrpcChannels channels;
  private final Optional<EtcdId> cluster;

  /**
   * @param cluster whose voters alone count; empty: of any
   */
  SnapshotGivers(NodeConfig config, GrpcChannels channels, Optional<EtcdId> cluster) {
    this.config = config;
    this.channels = channels;
    this.cluster = cluster;
  }

  Cluster.SnapshotSources sources() {
    List<String> others = new ArrayList<>();
    List<MemberCalls.Answer> fit = new ArrayList<>();
    for (MemberCalls.Answer answer : new MemberCalls(config, channels).answers()) {
      Optional<String> unfit =
          answer
              .status()
              .map(status -> Voters.unfit(status, cluster))
              .orElseGet(() -> Optional.of(answer.why()));
      unfit.ifPresentOrElse(
          why -> others.add(answer.asked().name() + ": " + why), () -> fit.add(answer));
    }
    fit.sort(
        Comparator.comparing((MemberCalls.Answer answer) -> answer.asked().equals(config.self()))
            .thenComparing(answer -> isLeader(answer.status().orElseThrow())));
    List<URI> urls =
        fit.stream().map(answer -> URI.create(GrpcChannels.endpoint(answer.asked()))).toList();
    return new Cluster.SnapshotSources(urls, others);
  }

  private static boolean isLeader(StatusResponse status) {
    return status.getLeader() == status.getHeader().getMemberId();
  }
}
