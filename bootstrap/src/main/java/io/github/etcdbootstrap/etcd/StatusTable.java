package io.github.etcdbootstrap.etcd;

import io.etcd.jetcd.api.StatusResponse;
import io.github.etcdbootstrap.etcd.MemberCalls.Answer;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts the members' answers into the table of members. */
final class StatusTable {
  private final NodeConfig config;
  private final List<Answer> answers;

  private StatusTable(NodeConfig config, List<Answer> answers) {
    this.config = config;
    this.answers = answers;
  }

  /**
   * A line for each listed member, by name, or for each of the inventory if nobody gave a list.
   *
   * @param cluster whose list counts; empty: of any
   */
  static List<MemberStatus> of(NodeConfig config, List<Answer> answers, Optional<EtcdId> cluster) {
    StatusTable table = new StatusTable(config, answers);
    MemberList list = table.newestList(cluster).orElseGet(table::inventory);
    return list.members().stream()
        .sorted(Comparator.comparing(ListedMember::name))
        .map(member -> table.line(list.clusterId(), member))
        .toList();
  }

  /** Of several lists the one whose member has applied most: another may be behind. */
  private Optional<MemberList> newestList(Optional<EtcdId> cluster) {
    return answers.stream()
        .filter(answer -> answer.list().isPresent() && answer.status().isPresent())
        .filter(
            answer -> cluster.isEmpty() || cluster.equals(answer.list().map(MemberList::clusterId)))
        .max(Comparator.comparingLong(answer -> answer.status().get().getRaftAppliedIndex()))
        .flatMap(Answer::list);
  }

  private MemberList inventory() {
    return new MemberList(
        EtcdId.NOBODY,
        config.members().stream()
            .map(
                member ->
                    new ListedMember(
                        EtcdId.NOBODY,
                        member.name().value(),
                        List.of(config.spec().peerUrl(member)),
                        List.of(),
                        false))
            .toList());
  }

  private MemberStatus line(EtcdId cluster, ListedMember member) {
    Optional<Answer> own =
        answers.stream()
            .filter(answer -> answer.status().filter(s -> isOf(s, cluster, member)).isPresent())
            .findFirst();
    return own.map(answer -> up(cluster, member, answer)).orElseGet(() -> down(cluster, member));
  }

  private static boolean isOf(StatusResponse status, EtcdId cluster, ListedMember member) {
    return status.getHeader().getMemberId() == member.id().value()
        && status.getHeader().getClusterId() == cluster.value();
  }

  private static MemberStatus up(EtcdId cluster, ListedMember member, Answer answer) {
    StatusResponse status = answer.status().orElseThrow();
    boolean hasLeader = status.getLeader() != 0;
    List<String> errors = new ArrayList<>(status.getErrorsList());
    if (!hasLeader && errors.isEmpty()) {
      errors.add("has no leader");
    }
    return new MemberStatus(
        member,
        cluster,
        GrpcChannels.endpoint(answer.asked()),
        status.getVersion(),
        status.getDbSize(),
        hasLeader && status.getLeader() == member.id().value(),
        status.getRaftTerm(),
        status.getRaftIndex(),
        status.getRaftAppliedIndex(),
        errors.isEmpty(),
        errors);
  }

  private MemberStatus down(EtcdId cluster, ListedMember member) {
    Optional<Member> known = config.members().stream().filter(m -> isAt(m, member)).findFirst();
    String endpoint =
        known
            .map(GrpcChannels::endpoint)
            .orElse(member.published() ? member.clientUrls().get(0) : "");
    String why = known.map(this::why).orElse("is not in cluster.yml, so it was not asked");
    return new MemberStatus(member, cluster, endpoint, "", 0, false, 0, 0, 0, false, List.of(why));
  }

  private boolean isAt(Member known, ListedMember member) {
    return known.name().value().equals(member.name())
        || member.peerUrls().contains(config.spec().peerUrl(known));
  }

  private String why(Member known) {
    return answers.stream()
        .filter(answer -> answer.asked().equals(known))
        .map(answer -> answer.status().isPresent() ? "another member answers there" : answer.why())
        .findFirst()
        .orElse("was not asked");
  }
}
