package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Row 6 where the seed has no birth: a cluster that was made by hand is taken over, and a birth
 * that the seed has lost is put back; both only while a quorum of that very cluster answers.
 */
final class Remembrance {
  private static final String NOBODYS_CARD = "unknown";

  private final Facts facts;
  private final NodeConfig config;
  private final Evidence evidence;
  private final Refusals refusals;

  Remembrance(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.evidence = new Evidence(facts, config);
    this.refusals = new Refusals(facts, config);
  }

  Optional<Decision> decide() {
    Facts.SeedFacts seed = facts.seed();
    boolean none = seed.birth().isEmpty() && seed.unreadableBirth().isEmpty() && !seed.isKeptCopy();
    Optional<MemberList> quorum = facts.data().cluster().flatMap(facts::quorumOf);
    if (!none
        || facts.data().kind() != Data.Kind.VALID
        || quorum.isEmpty()
        || !isListed(quorum.get())) {
      return Optional.empty();
    }
    Optional<Birth> kept = KeptCopy.birth(facts);
    if (kept.isPresent()) {
      return kept.filter(b -> b.clusterId().equals(quorum.get().clusterId()))
          .flatMap(
              birth ->
                  remember(
                      birth,
                      quorum.get(),
                      "put the birth of cluster %s back from the copy kept here"));
    } else if (!knowsOnly(quorum.get().clusterId())) {
      return Optional.empty();
    }
    return observed(quorum.get()).isEmpty()
        ? Optional.of(new Decision.Refuse(refusals.seed().unnamedMember(quorum.get())))
        : remember(
            observed(quorum.get()).get(),
            quorum.get(),
            "take cluster %s over, which was made by hand: record its birth as it is observed");
  }

  private boolean isListed(MemberList list) {
    return facts.data().id().flatMap(list::member).isPresent();
  }

  /** No mark but `found`, those of earlier births, and what a take-over that was cut left. */
  private boolean knowsOnly(EtcdId cluster) {
    return evidence
        .marks()
        .filter(m -> m.state() != Mark.State.FOUND && !facts.seed().isEarlier(m))
        .allMatch(
            m ->
                m.isOwn(NOBODYS_CARD)
                    && m.details().filter(d -> d.clusterId().equals(cluster)).isPresent());
  }

  /**
   * The same on every host: its token is drawn from the cluster's ID, so that private copies of the
   * seed get one birth. Empty if a member has no name that can be written down.
   */
  private Optional<Birth> observed(MemberList list) {
    List<Founder> founders = new ArrayList<>();
    try {
      for (ListedMember m : list.members()) {
        founders.add(new Founder(new MemberName(m.name()), m.peerUrls().get(0), m.id()));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
    return Optional.of(
        Birth.observed(
            config.spec().cluster() + "-" + list.clusterId(),
            founders,
            list.clusterId(),
            facts.draws().when(),
            config.self().name().value()));
  }

  private Optional<Decision> remember(Birth birth, MemberList list, String how) {
    if (!facts.seed().writable()) {
      return Optional.of(new Decision.Refuse(refusals.seed().putObservedBirth(birth)));
    }
    Mark.Details details =
        new Mark.Details(birth.token(), birth.clusterId(), NOBODYS_CARD, facts.draws().when());
    List<Mark> known =
        Stream.concat(
                list.members().stream()
                    .filter(ListedMember::published)
                    .map(m -> Mark.of(nameOf(m), m.id(), Mark.State.STARTED, details)),
                founders(birth, list)
                    .map(f -> Mark.of(f.name().value(), f.id(), Mark.State.STARTED, details)))
            .filter(m -> !isKnown(m))
            .toList();
    return Optional.of(new Decision.Remember(birth, known, how.formatted(config.spec().cluster())));
  }

  /**
   * Those that no list shows published: removed since, or started and lost before they could say
   * so. What was remembered of them may be lost with the seed, and none may begin anew.
   */
  private static Stream<Founder> founders(Birth birth, MemberList list) {
    return birth.founders().stream()
        .filter(f -> list.member(f.id()).filter(ListedMember::published).isEmpty());
  }

  /** Made by hand, this host's member may go by another name. */
  private String nameOf(ListedMember member) {
    boolean self = facts.data().id().filter(member.id()::equals).isPresent();
    return self ? config.self().name().value() : member.name();
  }

  private boolean isKnown(Mark mark) {
    return Marks.contains(facts.card().marks(), mark)
        && (!facts.seed().shared() || Marks.contains(facts.seed().marks(), mark));
  }
}
