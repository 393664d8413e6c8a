package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows 7 and 9 to 11: the cluster goes on, and this host has no data that it may go on with. What
 * lies here is moved aside, never deleted.
 */
final class Losses {
  private static final Set<Data.Kind> LOST =
      Set.of(Data.Kind.NONE, Data.Kind.EARLIER, Data.Kind.CORRUPT, Data.Kind.COPY);

  private final Facts facts;
  private final NodeConfig config;
  private final Evidence evidence;
  private final Refusals refusals;
  private final Optional<MemberList> quorum;

  Losses(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.evidence = new Evidence(facts, config);
    this.refusals = new Refusals(facts, config);
    this.quorum = facts.quorum();
  }

  /** Row 7: the data is whole, and its ID is out of the cluster. */
  private boolean isRemoved() {
    return facts.data().kind() == Data.Kind.VALID
        && quorum.isPresent()
        && facts.data().id().filter(id -> quorum.get().member(id).isEmpty()).isPresent();
  }

  private boolean isLost() {
    return LOST.contains(facts.data().kind()) || isRemoved();
  }

  /** Row 7 is a person's: nobody would see whole data go aside. */
  Optional<Decision> removedUnattended() {
    return facts.orders().unattended() && isRemoved()
        ? refuse(refusals.member().removedUnattended())
        : Optional.empty();
  }

  /** Row 9; what is published has run. */
  Optional<Decision> addedAndNotStarted() {
    boolean empty =
        Set.of(Data.Kind.NONE, Data.Kind.EARLIER).contains(facts.data().kind()) || isRemoved();
    if (quorum.isEmpty() || !empty) {
      return Optional.empty();
    }
    return quorum
        .get()
        .at(config.endpoints().advertisePeer())
        .filter(m -> facts.seed().birth().orElseThrow().founder(m.id()).isEmpty())
        .filter(m -> !m.published())
        .flatMap(m -> onlyOwnIntended(m.id()))
        .map(mark -> new Decision.StartAdded(quorum.get(), mark));
  }

  private Optional<Mark> onlyOwnIntended(EtcdId id) {
    List<Mark> marks = evidence.marks().filter(m -> m.isOf(id)).toList();
    boolean only =
        marks.stream()
            .allMatch(m -> m.isOwn(facts.installId()) && m.state() == Mark.State.INTENDED);
    return only ? marks.stream().findFirst() : Optional.empty();
  }

  /** Row 10. */
  Optional<Decision> listed() {
    if (quorum.isEmpty() || !isLost()) {
      return Optional.empty();
    }
    List<ListedMember> own = quorum.get().members().stream().filter(evidence::isOwn).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    } else if (own.size() > 1) {
      return refuse(refusals.member().listedTwice(own));
    } else if (facts.orders().unattended() && facts.peers().orElseThrow().replacedUnattended()) {
      return refuse(refusals.member().replacedUnattended());
    }
    EtcdId old = own.get(0).id();
    Voters voters = new Voters(quorum.get(), facts.peers().orElseThrow().statuses(), old);
    return obstacle(Proving.REPLACE, voters)
        .or(() -> Optional.of(new Decision.Replace(quorum.get(), old, !voters.dead().isEmpty())));
  }

  /** Row 11. */
  Optional<Decision> notListed() {
    if (quorum.isEmpty() || !isLost()) {
      return Optional.empty();
    }
    Voters voters = new Voters(quorum.get(), facts.peers().orElseThrow().statuses(), EtcdId.NOBODY);
    return obstacle(Proving.JOIN, voters).or(() -> Optional.of(new Decision.Join(quorum.get())));
  }

  private Optional<Decision> obstacle(Proving proving, Voters voters) {
    return proving.refusal(voters).or(refusals.data()::noRoomForResync).map(Decision.Refuse::new);
  }

  private static Optional<Decision> refuse(Refusal refusal) {
    return Optional.of(new Decision.Refuse(refusal));
  }
}
