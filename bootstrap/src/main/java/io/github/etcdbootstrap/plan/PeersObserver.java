package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.NodeConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the members' own pages say, and, where a cluster is formed, its list and statuses. */
final class PeersObserver {
  private static final Duration UNTIL_LOG_IS_READ = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final World world;
  private final NodeConfig config;
  private final String drawn;

  /**
   * @param drawn the install ID of a card that has none yet
   */
  PeersObserver(World world, NodeConfig config, String drawn) {
    this.world = world;
    this.config = config;
    this.drawn = drawn;
  }

  /** An etcd that has just been started knows no member until it has read its log. */
  Facts.Peers onceLogIsRead(
      Cluster.OwnHealth health, Facts.Card card, Facts.SeedFacts seed, Facts.Data data) {
    Deadline deadline = Deadline.in(world.clock(), UNTIL_LOG_IS_READ);
    while (true) {
      Facts.Peers peers = peers(card, seed, data);
      if (!DataOwner.knowsNoMember(health, peers) || deadline.isOver()) {
        return peers;
      }
      world.clock().sleep(STEP);
    }
  }

  private Facts.Peers peers(Facts.Card card, Facts.SeedFacts seed, Facts.Data data) {
    List<Cluster.PeerPage> pages = world.cluster().pages(config.members());
    Cluster.PeerPage own = pages.get(config.members().indexOf(config.self()));
    List<Cluster.PeerPage> others = pages.stream().filter(p -> p != own).toList();
    boolean formed = pages.stream().anyMatch(p -> p.answer() == Cluster.PeerPage.Answer.FORMED);
    Optional<EtcdId> itsOwn = own.list().map(Cluster.MemberList::clusterId);
    world.cluster().expect(Observer.cluster(seed, data).or(() -> itsOwn));
    Optional<Cluster.MemberList> list = formed ? world.cluster().members() : Optional.empty();
    List<Cluster.MemberStatus> statuses = list.isPresent() ? world.cluster().statuses() : List.of();
    return new Facts.Peers(
        own,
        others,
        list,
        statuses,
        world.clock().sinceStart(),
        impostor(card, seed, pages, list),
        list.isPresent() && mayBeReplaced(statuses) && wasReplacedUnattended());
  }

  /** With an alarm no member is, and no key may be readable. */
  private static boolean mayBeReplaced(List<Cluster.MemberStatus> statuses) {
    return Alarms.refusal(statuses).isEmpty();
  }

  private boolean wasReplacedUnattended() {
    return world.cluster().replacedUnattended(config.self().name());
  }

  private Optional<Cluster.PeerPage> impostor(
      Facts.Card card,
      Facts.SeedFacts seed,
      List<Cluster.PeerPage> pages,
      Optional<Cluster.MemberList> list) {
    return new ImpostorObserver(world, config)
        .observe(
            Stream.concat(card.marks().stream(), seed.marks().stream()).toList(),
            card.ofThisDisk().map(Install::id).orElse(drawn),
            Stream.concat(list.stream(), pages.stream().flatMap(p -> p.list().stream())).toList());
  }
}
