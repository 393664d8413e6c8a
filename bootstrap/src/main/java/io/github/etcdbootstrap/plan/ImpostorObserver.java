package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for a second card of this member: where its name leads, if there are another card's marks
 * of it, and where the cluster lists it, which may be an address that it had before.
 */
final class ImpostorObserver {
  private final World world;
  private final NodeConfig config;
  private final MemberName self;

  ImpostorObserver(World world, NodeConfig config) {
    this.world = world;
    this.config = config;
    this.self = config.self().name();
  }

  /**
   * What answers as this member at an address that is not this host's.
   *
   * @param marks the card's and the seed's
   * @param lists the pages' and a quorum's
   */
  Optional<Cluster.PeerPage> observe(
      List<Mark> marks, String ownInstallId, List<Cluster.MemberList> lists) {
    List<Mark> own = marks.stream().filter(m -> m.name().equals(self.value())).toList();
    boolean anotherCard =
        own.stream().anyMatch(m -> m.details().isPresent() && !m.isOwn(ownInstallId));
    Stream<String> named = anotherCard ? Stream.of(config.spec().fullName(self)) : Stream.empty();
    List<Member> elsewhere =
        Stream.concat(named, listed(own, lists))
            .distinct()
            .flatMap(this::addresses)
            .distinct()
            .filter(this::isNobodysHere)
            .map(address -> new Member(self, address))
            .toList();
    return elsewhere.isEmpty()
        ? Optional.empty()
        : world.cluster().pages(elsewhere).stream()
            .filter(p -> p.answer() != Cluster.PeerPage.Answer.SILENT)
            .findFirst();
  }

  private Stream<String> listed(List<Mark> own, List<Cluster.MemberList> lists) {
    Set<EtcdId> ids = own.stream().flatMap(m -> m.id().stream()).collect(Collectors.toSet());
    return lists.stream()
        .flatMap(l -> l.members().stream())
        .filter(m -> m.name().equals(self.value()) || ids.contains(m.id()))
        .flatMap(m -> m.peerUrls().stream())
        .flatMap(url -> host(url).stream());
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Stream<IpAddress> addresses(String host) {
    try {
      return Stream.of(new IpAddress(host.replaceAll("[\\[\\]]", "")));
    } catch (IllegalArgumentException e) {
      return world.host().resolve(host).stream();
    }
  }

  /** Neither this host's, nor one that cluster.yml gives to another member by now. */
  private boolean isNobodysHere(IpAddress address) {
    return !address.inet().isLoopbackAddress()
        && world.host().identity().addresses().stream().noneMatch(a -> a.address().equals(address))
        && config.others().stream().noneMatch(m -> m.address().equals(address));
  }
}
