package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The table of membership: the first row that fits decides. The state decides, never the history.
 *
 * <p>The danger it keeps out is amnesia: a member that comes back under its old ID with an empty or
 * older log can vote away acknowledged writes, and etcd does not prevent it. The rows are numbered
 * as in docs/membership.md.
 */
final class Membership {
  private final Facts facts;
  private final NodeConfig config;
  private final Evidence evidence;
  private final Refusals refusals;

  private Membership(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.evidence = new Evidence(facts, config);
    this.refusals = new Refusals(facts, config);
  }

  static Decision decide(Facts facts, NodeConfig config) {
    Membership table = new Membership(facts, config);
    Losses losses = new Losses(facts, config);
    Stream<Supplier<Optional<Decision>>> rows =
        Stream.of(
            table::row1DataOutOfReach,
            table::row2AnotherMember,
            table::row3ForeignCluster,
            table::row4Left,
            table::row5Learner,
            table::row6HasItsData,
            new Remembrance(facts, config)::decide,
            table::theSeedIsNeeded,
            table::trustedCopy,
            table::row8Founder,
            losses::removedUnattended,
            losses::addedAndNotStarted,
            losses::listed,
            losses::notListed,
            table::row12Birth);
    return rows.map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> new Decision.Refuse(new LastRow(facts, config).refusal()));
  }

  private Optional<Decision> row1DataOutOfReach() {
    return refuse(refusals.data().outOfReach());
  }

  private Optional<Decision> row2AnotherMember() {
    return refuse(refusals.identity().anotherMember());
  }

  private Optional<Decision> row3ForeignCluster() {
    if (facts.seed().birth().isEmpty()) {
      return Optional.empty();
    }
    boolean foreignData = facts.data().kind() == Data.Kind.FOREIGN;
    Optional<Cluster.PeerPage> foreignPeer = foreignPeer(facts);
    boolean here = foreignPeer.filter(p -> p.peer().equals(config.self())).isPresent();
    boolean foreign = foreignData || here || foreignPeer.isPresent() && facts.quorum().isEmpty();
    return foreign
        ? refuse(Optional.of(refusals.identity().foreign(foreignPeer)))
        : Optional.empty();
  }

  private Optional<Decision> row4Left() {
    if (!evidence.hasLeft() || facts.orders().rejoin()) {
      return Optional.empty();
    }
    boolean listed = facts.listed().isPresent();
    boolean untouched =
        listed || facts.isOut() || facts.orders().unattended() || facts.seed().isKeptCopy();
    return untouched
        ? refuse(Optional.of(refusals.member().left(listed)))
        : Optional.of(new Decision.StayOut());
  }

  private Optional<Decision> row5Learner() {
    Optional<Cluster.ListedMember> listed = facts.listed();
    if (!isValid() || facts.seed().birth().isEmpty()) {
      return Optional.empty();
    } else if (listed.filter(Cluster.ListedMember::learner).isPresent()) {
      return facts.seed().isKeptCopy()
          ? Optional.of(new Decision.Keep())
          : Optional.of(new Decision.Promote(facts.quorum().orElseThrow(), listed.get().id()));
    }
    return Optional.empty();
  }

  private Optional<Decision> row6HasItsData() {
    if (!isValid() || facts.seed().birth().isEmpty()) {
      return Optional.empty();
    } else if (facts.quorum().isEmpty()) {
      return Optional.of(new Decision.Keep());
    } else if (facts.data().id().isEmpty()) {
      return refuse(Optional.of(refusals.member().idUnknown()));
    }
    Cluster.MemberList list = facts.quorum().orElseThrow();
    return list.member(facts.data().id().get()).map(own -> listedAs(own, list));
  }

  private Decision listedAs(Cluster.ListedMember own, Cluster.MemberList list) {
    if (own.peerUrls().equals(List.of(config.endpoints().advertisePeer()))) {
      return new Decision.Keep();
    }
    return facts.seed().isKeptCopy()
        ? new Decision.Refuse(refusals.seed().isNeeded().orElseThrow())
        : new Decision.Readdress(list, own.id());
  }

  /**
   * The owner's word that all cards were copied, while all members were off. What the seed knows of
   * their cluster makes it no truer: that is asked once they run again.
   */
  private Optional<Decision> trustedCopy() {
    boolean trusted =
        facts.data().kind() == Data.Kind.COPY
            && facts.data().damage().isEmpty()
            && facts.orders().trustCopy()
            && facts.quorum().isEmpty()
            && facts.seed().unreadableBirth().isEmpty();
    return trusted ? Optional.of(new Decision.TrustCopy()) : Optional.empty();
  }

  /** All below would begin or change a membership: no copy on a card may decide that. */
  private Optional<Decision> theSeedIsNeeded() {
    return refuse(refusals.seed().isNeeded());
  }

  private Optional<Decision> row8Founder() {
    Optional<Birth> birth = facts.seed().birth();
    Optional<Founder> self = birth.flatMap(b -> b.founder(config.self().name()));
    if (self.isEmpty() || !isStartable() || !mayFound(self.get())) {
      return Optional.empty();
    }
    boolean meet = !facts.seed().shared();
    return Optional.of(new Decision.Found(birth.orElseThrow(), self.get(), false, meet));
  }

  /** Those of a birth that was observed have run, and their IDs do not follow from its token. */
  private boolean mayFound(Founder self) {
    boolean sameUrl = self.peerUrl().equals(config.endpoints().advertisePeer());
    return sameUrl
        && !facts.seed().birth().orElseThrow().observed()
        && evidence.marksAgainst(self.id()).findAny().isEmpty()
        && readableLists().allMatch(l -> listsUnpublished(l, self.id()))
        && (facts.seed().shared() ? everybodyIsSeen() : hasMet(self) || nobodyHasStarted());
  }

  private boolean everybodyIsSeen() {
    return facts.quorum().isPresent() || evidence.others().noneMatch(Membership::isUnreadable);
  }

  /** All founders have proved to each other that none of them had started. */
  private boolean hasMet(Founder self) {
    return evidence
        .marks()
        .anyMatch(
            m -> m.isOf(self.id()) && m.isOwn(facts.installId()) && m.state() == Mark.State.MET);
  }

  /** Who has started will never again say that it has not. */
  private boolean nobodyHasStarted() {
    return readableLists().findAny().isEmpty();
  }

  /** A founder is on every list of its birth's cluster from the start, unless it was removed. */
  private static boolean listsUnpublished(Cluster.MemberList list, EtcdId id) {
    return list.member(id).filter(m -> !m.published()).isPresent();
  }

  private Stream<Cluster.MemberList> readableLists() {
    EtcdId birth = facts.seed().birth().orElseThrow().clusterId();
    return Stream.concat(facts.quorum().stream(), evidence.pages().flatMap(p -> p.list().stream()))
        .filter(l -> l.clusterId().equals(birth) && !l.members().isEmpty());
  }

  private Optional<Decision> row12Birth() {
    boolean nobodyRemembers =
        evidence.marks().allMatch(m -> facts.seed().isEarlier(m) || m.state() == Mark.State.FOUND)
            && !facts.card().hasOnlyFound();
    boolean noBirth = facts.seed().birth().isEmpty() && facts.seed().unreadableBirth().isEmpty();
    if (!noBirth
        || !isStartable()
        || !nobodyRemembers
        || !evidence.pages().allMatch(this::isOutOfIt)) {
      return Optional.empty();
    }
    Birth birth = refusals.seed().birthToDraw();
    if (!facts.seed().shared()) {
      return refuse(Optional.of(refusals.seed().putBirthIntoEveryCopy(birth)));
    }
    Founder self = birth.founder(config.self().name()).orElseThrow();
    return Optional.of(new Decision.Found(birth, self, true, false));
  }

  private boolean isOutOfIt(Cluster.PeerPage page) {
    return page.answer() == Cluster.PeerPage.Answer.SILENT
        || page.list().filter(l -> facts.seed().isEarlier(l.clusterId())).isPresent();
  }

  /** A peer of a cluster that is neither the birth's nor an earlier one's. */
  static Optional<Cluster.PeerPage> foreignPeer(Facts facts) {
    return facts.peers().stream()
        .flatMap(Facts.Peers::pages)
        .filter(
            p ->
                p.list()
                    .map(Cluster.MemberList::clusterId)
                    .filter(id -> !isKnown(facts, id))
                    .isPresent())
        .findFirst();
  }

  private static boolean isKnown(Facts facts, EtcdId cluster) {
    return facts.seed().isEarlier(cluster)
        || facts.seed().birth().filter(b -> b.clusterId().equals(cluster)).isPresent();
  }

  private boolean isStartable() {
    Data.Kind kind = facts.data().kind();
    return kind == Data.Kind.NONE || kind == Data.Kind.EARLIER;
  }

  private boolean isValid() {
    return facts.data().kind() == Data.Kind.VALID;
  }

  private static boolean isUnreadable(Cluster.PeerPage page) {
    return page.answer() == Cluster.PeerPage.Answer.UNREADABLE;
  }

  private static Optional<Decision> refuse(Optional<Refusal> refusal) {
    return refusal.map(Decision.Refuse::new);
  }
}
