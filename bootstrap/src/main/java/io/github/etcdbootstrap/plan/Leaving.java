package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The command `leave`: what must be so before this member goes. */
final class Leaving {
  private final Facts facts;
  private final NodeConfig config;
  private final Evidence evidence;
  private final Refusals refusals;

  private Leaving(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.evidence = new Evidence(facts, config);
    this.refusals = new Refusals(facts, config);
  }

  /** {@code Keep} where it has left already and nothing of it is left here. */
  static Decision decide(Facts facts, NodeConfig config) {
    return new Leaving(facts, config).decide();
  }

  private Decision decide() {
    Optional<Refusal> notHere =
        refusals
            .data()
            .outOfReach()
            .or(refusals.identity()::anotherMember)
            .or(refusals.seed()::isNeeded)
            .or(
                () ->
                    facts.seed().birth().isEmpty()
                        ? Optional.of(refusals.seed().noBirthToLeave())
                        : Optional.empty());
    if (notHere.isPresent()) {
      return new Decision.Refuse(notHere.get());
    } else if (evidence.hasLeft()) {
      return facts.isOut() ? new Decision.Keep() : new Decision.Leave(Optional.empty(), List.of());
    } else if (facts.quorum().isEmpty()) {
      return new Decision.Refuse(refusals.member().noQuorumToLeave());
    }
    MemberList list = facts.quorum().get();
    List<ListedMember> own = list.members().stream().filter(evidence::isOwn).toList();
    if (own.size() > 1) {
      return new Decision.Refuse(refusals.member().listedTwice(own));
    } else if (own.isEmpty() && evidence.ownIds().isEmpty()) {
      return new Decision.Refuse(refusals.member().neverWasAMember());
    }
    return unknown(list)
        .<Decision>map(m -> new Decision.Refuse(refusals.member().notInInventory(m)))
        .orElseGet(
            () ->
                own.isEmpty()
                    ? new Decision.Leave(Optional.empty(), evidence.ownIds())
                    : leave(list, own.get(0)));
  }

  private Optional<ListedMember> unknown(MemberList list) {
    return list.voters().stream().filter(m -> !evidence.isOwn(m) && !isOfInventory(m)).findFirst();
  }

  private Decision leave(MemberList list, ListedMember own) {
    Voters voters = new Voters(list, facts.peers().orElseThrow().statuses(), own.id());
    return Proving.LEAVE
        .refusal(voters)
        .<Decision>map(Decision.Refuse::new)
        .orElseGet(() -> new Decision.Leave(Optional.of(own.id()), ids(own.id())));
  }

  /** It must be asked whether it knows of the removal. */
  private boolean isOfInventory(ListedMember member) {
    return config.others().stream()
        .anyMatch(m -> member.peerUrls().contains(config.spec().peerUrl(m)));
  }

  private List<EtcdId> ids(EtcdId own) {
    List<EtcdId> known = evidence.ownIds();
    return known.contains(own) ? known : Stream.concat(known.stream(), Stream.of(own)).toList();
  }
}
