package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What speaks for or against a start, as the facts hold it and as a refusal shows it. */
record Evidence(Facts facts, NodeConfig config) {

  /** The card's and the seed's. */
  Stream<Mark> marks() {
    return Stream.concat(facts.card().marks().stream(), facts.seed().marks().stream());
  }

  Stream<Mark> ownNamesMarks() {
    return marks().filter(m -> m.name().equals(config.self().name().value()));
  }

  /** Marks of this ID other than this card's own from before its first start. */
  Stream<Mark> marksAgainst(EtcdId id) {
    return marks()
        .filter(m -> m.isOf(id))
        .filter(m -> !m.isOwn(facts.installId()) || m.state().compareTo(Mark.State.MET) > 0);
  }

  /** That this member has left: every ID of this birth that it is known to have had. */
  boolean hasLeft() {
    Map<EtcdId, Set<Mark.State>> states = new HashMap<>();
    ownNamesMarks()
        .filter(this::concernsThisBirth)
        .forEach(
            m ->
                m.id()
                    .ifPresent(
                        id -> states.computeIfAbsent(id, x -> new HashSet<>()).add(m.state())));
    return !states.isEmpty()
        && states.values().stream().allMatch(known -> known.contains(Mark.State.LEFT));
  }

  /** The IDs of this birth that this member is known to have had. */
  List<EtcdId> ownIds() {
    return Stream.concat(
            ownNamesMarks().filter(this::concernsThisBirth).flatMap(m -> m.id().stream()),
            facts.data().id().stream())
        .distinct()
        .toList();
  }

  /** Whether a listed member is this host's: by its URL, its name, or an ID it had. */
  boolean isOwn(Cluster.ListedMember member) {
    return member.peerUrls().contains(config.endpoints().advertisePeer())
        || member.name().equals(config.self().name().value())
        || ownIds().contains(member.id());
  }

  /** By its token; one that cannot be read, by its ID. */
  private boolean concernsThisBirth(Mark mark) {
    Optional<Birth> birth = facts.seed().birth();
    boolean sameToken = birth.filter(b -> mark.isOfToken(b.token())).isPresent();
    boolean founders =
        birth.stream().flatMap(b -> b.founders().stream()).anyMatch(f -> mark.isOf(f.id()));
    boolean datas = facts.data().id().filter(mark::isOf).isPresent();
    return sameToken || birth.isPresent() && mark.details().isEmpty() && (founders || datas);
  }

  /** All members' pages, the own one included: an etcd may run here that has lost its data. */
  Stream<Cluster.PeerPage> pages() {
    return facts.peers().stream().flatMap(Facts.Peers::pages);
  }

  Stream<Cluster.PeerPage> others() {
    return facts.peers().stream().flatMap(p -> p.others().stream());
  }

  /** The quorum's list and those of the readable pages. */
  Stream<Cluster.MemberList> lists() {
    return Stream.concat(
        facts.peers().flatMap(Facts.Peers::list).stream(), pages().flatMap(p -> p.list().stream()));
  }

  boolean isPublished(EtcdId id) {
    return lists().flatMap(l -> l.member(id).stream()).anyMatch(Cluster.ListedMember::published);
  }

  /** The own page only where it says something: that nothing answers here is no news. */
  List<String> pagesSeen() {
    return pages()
        .filter(p -> p.readable() || !p.peer().equals(config.self()))
        .map(Evidence::describe)
        .toList();
  }

  List<String> marksSeen() {
    return ownNamesMarks().map(Evidence::describe).distinct().toList();
  }

  /** A `found` has nothing in it that could not be read. */
  private static String describe(Mark mark) {
    boolean unreadable = mark.details().isEmpty() && mark.state() != Mark.State.FOUND;
    return "mark " + mark.fileName() + (unreadable ? ", which cannot be read: it is damaged" : "");
  }

  private static String describe(Cluster.PeerPage page) {
    String who = page.peer().name() + " (" + page.peer().address() + ") ";
    return switch (page.answer()) {
      case SILENT -> who + "is silent: " + page.reason();
      case UNREADABLE -> who + "cannot be read: " + page.reason();
      case EMPTY -> who + "is up, and no cluster has formed there";
      case FORMED -> who + "is up, in cluster " + page.list().orElseThrow().clusterId();
    };
  }
}
