package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the members of a list bear a change of membership, and what keeps them from it.
 *
 * @param statuses of the listed members; one that is missing is taken for dead
 * @param self the own ID, listed or not
 */
record Voters(Cluster.MemberList list, List<Cluster.MemberStatus> statuses, EtcdId self) {

  /** Voters other than this one that do not answer, or have no leader. */
  List<ListedMember> dead() {
    return others().filter(m -> !votes(m)).toList();
  }

  /** Without this one: a majority of the voters now, and of those that are left once it is gone. */
  boolean canLoseSelf() {
    long healthy = others().filter(this::votes).count();
    return healthy > list.voters().size() / 2 && healthy > others().count() / 2;
  }

  /** All others are well: a voter that is down could not learn of the removal. */
  boolean canBeLeftBySelf() {
    return dead().isEmpty() && others().findAny().isPresent();
  }

  Optional<Refusal> alarm() {
    return Alarms.refusal(statuses);
  }

  /** etcd allows one learner at a time. */
  Optional<Refusal> foreignLearner() {
    return list.members().stream()
        .filter(m -> m.learner() && !m.id().equals(self))
        .findFirst()
        .map(
            m ->
                new Refusal(
                    "%s (%s) is a learner, and the cluster takes one at a time"
                        .formatted(name(m), m.id()),
                    List.of(name(m) + " at " + String.join(", ", m.peerUrls())),
                    List.of(
                        "run etcd-bootstrap there, so that it catches up and votes; then here again",
                        "or, if there is no such host any more: etcdctl member remove " + m.id()),
                    true));
  }

  /** It cannot be connected to, so nobody can be added: etcd wants all voters connected. */
  Optional<Refusal> unstarted() {
    return others()
        .filter(m -> !m.published())
        .findFirst()
        .map(
            m ->
                new Refusal(
                    "%s never started, and no member can be added until it has".formatted(words(m)),
                    List.of(),
                    List.of("run etcd-bootstrap there first, then here again"),
                    true));
  }

  Refusal tooFew(Proving proving) {
    List<ListedMember> dead = dead();
    String names = String.join(", ", dead.stream().map(Voters::name).toList());
    if (dead.isEmpty()) {
      return new Refusal(
          "this is the only member: without it there is no cluster",
          List.of(),
          List.of("to give the cluster up: rc-service etcd stop; rc-update del etcd default"),
          false);
    } else if (proving == Proving.JOIN) {
      return new Refusal(
          "no member can be added while %s %s down: etcd wants all voters connected for that"
              .formatted(names, dead.size() == 1 ? "is" : "are"),
          words(dead),
          List.of("run etcd-bootstrap on " + names + " too, then here again"),
          true);
    }
    String price =
        proving == Proving.LEAVE
            ? "and every member that stays must learn that this one leaves"
            : "and with this one's ID removed too the cluster would lose its quorum";
    return new Refusal(
        "%s %s not well, %s".formatted(names, dead.size() == 1 ? "is" : "are", price),
        words(dead),
        List.of(
            "fix " + names + " first: run etcd-bootstrap there, then here again",
            Refusal.SEE_STATUS),
        true);
  }

  /** Why each of these does not count, in the words of its status. */
  private List<String> words(List<ListedMember> members) {
    return members.stream().map(this::words).toList();
  }

  private String words(ListedMember member) {
    String name = name(member);
    return statuses.stream()
        .filter(s -> s.member().id().equals(member.id()) && !s.errors().isEmpty())
        .map(s -> name + ": " + String.join(", ", s.errors()))
        .findFirst()
        .orElse(
            member.name().isEmpty() ? name : name + " at " + String.join(", ", member.peerUrls()));
  }

  /** Before its first start a member has no name. */
  static String name(ListedMember member) {
    return member.name().isEmpty()
        ? "the member at " + String.join(", ", member.peerUrls())
        : member.name();
  }

  private Stream<ListedMember> others() {
    return list.voters().stream().filter(m -> !m.id().equals(self));
  }

  /** One that has not published itself has not come up yet. */
  private boolean votes(ListedMember member) {
    return member.published()
        && statuses.stream().anyMatch(s -> s.member().id().equals(member.id()) && s.votes());
  }
}
