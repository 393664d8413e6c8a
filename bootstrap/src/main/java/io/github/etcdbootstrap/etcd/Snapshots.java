package io.github.etcdbootstrap.etcd;

import io.etcd.jetcd.api.StatusResponse;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.NodeConfig;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The database of one voter: another host's rather than the own, and of those not the leader's. */
final class Snapshots {
  private final NodeConfig config;
  private final GrpcChannels channels;
  private final Optional<EtcdId> cluster;

  /**
   * @param cluster whose voters alone are asked; empty: of any
   */
  Snapshots(NodeConfig config, GrpcChannels channels, Optional<EtcdId> cluster) {
    this.config = config;
    this.channels = channels;
    this.cluster = cluster;
  }

  /**
   * Of the first that sends anything.
   *
   * @throws IOException of {@code to}'s own, or saying why none can be had, or why it is of no use
   */
  void save(OutputStream to) throws IOException {
    List<String> whys = new ArrayList<>();
    for (MemberCalls.Answer answer : answers(whys)) {
      SnapshotStream stream = new SnapshotStream(channels.to(answer.asked()));
      try {
        if (stream.copy(to)) {
          return;
        }
        throw new IOException(
            answer.asked().name() + ": the sum at the end of its snapshot does not match");
      } catch (StatusRuntimeException e) {
        String why = Voters.why(answer.asked(), e);
        if (stream.came() > 0) {
          throw new IOException(why + ": broke off after " + stream.came() + " bytes", e);
        }
        whys.add(why);
      }
    }
    throw new IOException("no member gives a snapshot: " + String.join("; ", whys));
  }

  private List<MemberCalls.Answer> answers(List<String> whys) {
    List<MemberCalls.Answer> fit = new ArrayList<>();
    for (MemberCalls.Answer answer : new MemberCalls(config, channels).answers()) {
      Optional<String> unfit =
          answer
              .status()
              .map(status -> Voters.unfit(status, cluster))
              .orElseGet(() -> Optional.of(answer.why()));
      unfit.ifPresentOrElse(
          why -> whys.add(answer.asked().name() + ": " + why), () -> fit.add(answer));
    }
    fit.sort(
        Comparator.comparing((MemberCalls.Answer answer) -> isLeader(answer.status().orElseThrow()))
            .thenComparing(answer -> answer.asked().equals(config.self())));
    return fit;
  }

  private static boolean isLeader(StatusResponse status) {
    return status.getLeader() == status.getHeader().getMemberId();
  }
}
