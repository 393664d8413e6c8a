package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whose data it is, and whether etcd can go on with it: by its own page, its log, or the marks. */
record DataOwner(NodeConfig config, Facts.SeedFacts seed, Facts.Card card) {

  /** What came of it; the IDs as far as they are known. */
  record Verdict(
      Kind kind, Optional<EtcdId> id, Optional<EtcdId> cluster, Optional<String> damage) {
    static final Verdict NONE =
        new Verdict(Kind.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    private Verdict as(Kind other) {
      return new Verdict(other, id, cluster, damage);
    }

    /** Of data that looks whole, etcd itself may know better. */
    Verdict unlessCorrupt(Supplier<Optional<String>> said) {
      return kind == Kind.VALID
          ? said.get()
              .map(why -> new Verdict(Kind.CORRUPT, id, cluster, Optional.of(why)))
              .orElse(this)
          : this;
    }
  }

  /** What the etcd that runs here says, as far as it was asked. */
  record Etcd(Cluster.OwnHealth health, Optional<Facts.Peers> peers) {
    private Optional<Cluster.MemberList> page() {
      return peers.map(Facts.Peers::own).flatMap(Cluster.PeerPage::list);
    }

    private boolean knowsNoMember() {
      return peers.filter(p -> DataOwner.knowsNoMember(health, p)).isPresent();
    }
  }

  /**
   * A first start that was cut in its first instant: its log is there, and nothing in it. It may
   * have voted, so it has data.
   */
  static boolean knowsNoMember(Cluster.OwnHealth health, Facts.Peers peers) {
    return health.answers()
        && !health.healthy()
        && peers.own().list().filter(l -> l.members().isEmpty()).isPresent();
  }

  /**
   * @param wal empty while somebody has it open
   */
  Verdict of(Optional<Host.Wal> wal, Etcd etcd, boolean onAnotherDisk) {
    Verdict verdict =
        etcd.page().isPresent() ? byPage(etcd) : wal.map(this::byLog).orElseGet(this::byMarks);
    boolean copied =
        onAnotherDisk && verdict.kind() != Kind.EARLIER && verdict.kind() != Kind.FOREIGN;
    return copied ? verdict.as(Kind.COPY) : verdict;
  }

  private Verdict byPage(Etcd etcd) {
    Cluster.MemberList page = etcd.page().orElseThrow();
    Kind kind = kind(page.clusterId());
    if (etcd.knowsNoMember() && kind == Kind.VALID) {
      return new Verdict(
          Kind.CORRUPT,
          byMarks().id(),
          Optional.of(page.clusterId()),
          Optional.of("its etcd knows no member: its first start was interrupted at once"));
    }
    Optional<EtcdId> id = ownId(page).or(() -> answeringHere(etcd)).or(() -> byMarks().id());
    return new Verdict(kind, id, Optional.of(page.clusterId()), Optional.empty());
  }

  private Optional<EtcdId> ownId(Cluster.MemberList page) {
    return only(
        page.members().stream()
            .filter(m -> m.name().equals(config.self().name().value()))
            .map(Cluster.ListedMember::id));
  }

  /** Made by hand it may have another name. */
  private Optional<EtcdId> answeringHere(Etcd etcd) {
    return only(
        etcd.peers().stream()
            .flatMap(p -> p.statuses().stream())
            .filter(s -> s.answersAt(config.self().address()))
            .map(s -> s.member().id()));
  }

  private Verdict byLog(Host.Wal wal) {
    if (wal.cluster().isEmpty()) {
      Verdict remembered = byMarks();
      return remembered.kind() == Kind.EARLIER
          ? remembered
          : new Verdict(Kind.CORRUPT, remembered.id(), Optional.empty(), wal.damage());
    }
    Kind kind = kind(wal.cluster().get());
    boolean corrupt = kind == Kind.VALID && wal.damage().isPresent();
    return new Verdict(corrupt ? Kind.CORRUPT : kind, wal.member(), wal.cluster(), wal.damage());
  }

  private Kind kind(EtcdId cluster) {
    if (seed.isEarlier(cluster)) {
      return Kind.EARLIER;
    }
    return seed.birth().filter(b -> !b.clusterId().equals(cluster)).isPresent()
        ? Kind.FOREIGN
        : Kind.VALID;
  }

  /**
   * Before a first start whatever lay there was moved aside, and the intended ID marked: so data
   * under a card that has a mark of the birth is that ID's.
   */
  private Verdict byMarks() {
    List<Mark> own =
        card.marks().stream()
            .filter(m -> m.name().equals(config.self().name().value()) && m.id().isPresent())
            .toList();
    Predicate<Mark> ofBirth = m -> seed.birth().filter(b -> m.isOfToken(b.token())).isPresent();
    if (own.stream().anyMatch(ofBirth)) {
      return new Verdict(
          Kind.VALID,
          idOf(own.stream().filter(ofBirth).toList()),
          clusterOfBirth(),
          Optional.empty());
    } else if (!own.isEmpty() && own.stream().allMatch(seed::isEarlier)) {
      return Verdict.NONE.as(Kind.EARLIER);
    }
    boolean elses = seed.birth().isPresent() && own.stream().anyMatch(m -> m.details().isPresent());
    return Verdict.NONE.as(elses ? Kind.FOREIGN : Kind.UNKNOWN);
  }

  /** Of several that have started here only the log itself knows which it is. */
  private static Optional<EtcdId> idOf(List<Mark> marks) {
    Optional<Mark> started =
        marks.stream().filter(m -> m.state() == Mark.State.STARTED).findFirst();
    return only(
        marks.stream()
            .filter(m -> started.isEmpty() || m.state() == Mark.State.STARTED)
            .flatMap(m -> m.id().stream()));
  }

  private Optional<EtcdId> clusterOfBirth() {
    return seed.birth().map(Birth::clusterId);
  }

  private static Optional<EtcdId> only(Stream<EtcdId> ids) {
    List<EtcdId> distinct = ids.distinct().toList();
    return distinct.size() == 1 ? Optional.of(distinct.get(0)) : Optional.empty();
  }
}
