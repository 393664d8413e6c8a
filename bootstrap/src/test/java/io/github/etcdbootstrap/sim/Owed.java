package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.plan.Layout;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** To whom health is owed once the adversary has stopped: while a majority can still be had. */
final class Owed {
  private final SimWorld world;
  private final Set<Pi> lost;

  Owed(SimWorld world, Set<Pi> lost) {
    this.world = world;
    this.lost = lost;
  }

  /** Hosts that must end healthy; none where too much was lost. */
  List<Pi> hosts() {
    return majorityCanBeHad()
        ? world.pis.stream().filter(pi -> pi.number <= world.members && !hasLeft(pi)).toList()
        : List.of();
  }

  private Optional<Birth> birth() {
    for (Pi pi : world.pis) {
      TreeMap<String, Content> files = world.shelf.filesOf(pi);
      if (files.containsKey(Birth.FILE)) {
        return Optional.of(Birth.read(Birth.FILE, files.get(Birth.FILE)));
      }
    }
    return Optional.empty();
  }

  private boolean majorityCanBeHad() {
    Optional<Birth> birth = birth();
    if (birth.isEmpty()) {
      return lost.isEmpty()
          && !world.kind.isPrivate()
          && whatWasApartIsWhole()
          && (world.kind != Kind.FORGETFUL || canBePutBack());
    }
    long cluster = birth.get().clusterId().value();
    if (isDoubled(cluster)) {
      return false;
    }
    if (world.truth.committed(cluster).isEmpty()) {
      List<Founder> founders = birth.get().founders();
      boolean all = founders.stream().allMatch(this::canFound);
      Predicate<Founder> can = world.kind.isPrivate() ? this::hasMet : this::canFound;
      return all || founders.stream().filter(can).count() > founders.size() / 2;
    }
    return hasMajority(cluster);
  }

  private boolean hasMajority(long cluster) {
    return isMajorityIntact(cluster, world.truth.members(cluster)) && someoneCanBeElected(cluster);
  }

  private boolean isMajorityIntact(long cluster, Members members) {
    List<Long> voters = members.voters();
    return voters.stream().filter(id -> isIntact(cluster, id)).count() > voters.size() / 2;
  }

  /**
   * By the members that it knows: a change of them counts for it once it knows that it is
   * committed, and whoever knew that may be lost.
   */
  private boolean someoneCanBeElected(long cluster) {
    Members members = world.truth.members(cluster);
    return world.pis.stream()
        .filter(pi -> pi.log() != null && pi.log().cluster == cluster)
        .filter(pi -> members.isVoter(pi.log().member))
        .filter(pi -> isIntact(pi, pi.log().member))
        .anyMatch(pi -> isMajorityIntact(cluster, Members.of(pi.log())));
  }

  /**
   * Else what is left of it is nobody's to throw away: its owner can start over what the seed
   * knows, and of this it knows nothing.
   */
  private boolean whatWasApartIsWhole() {
    return world.pis.stream()
        .filter(pi -> pi.log() != null)
        .map(pi -> pi.log().cluster)
        .filter(world.truth::isApart)
        .filter(cluster -> !isGivenUp(cluster))
        .allMatch(cluster -> world.truth.isInForce(cluster) && hasMajority(cluster));
  }

  /** Its birth was moved aside. */
  private boolean isGivenUp(long cluster) {
    return world.pis.stream()
        .flatMap(pi -> world.shelf.filesOf(pi).entrySet().stream())
        .filter(file -> file.getKey().startsWith("birth-"))
        .anyMatch(
            file -> Birth.read(file.getKey(), file.getValue()).clusterId().value() == cluster);
  }

  /**
   * While a quorum answers, by whoever runs in it and has a copy of its birth. A host that never
   * ran knows nothing of it, and founds anew if it sees nobody.
   */
  private boolean canBePutBack() {
    Set<Long> clusters = new HashSet<>();
    for (Pi pi : world.pis) {
      if (pi.log() == null || !EtcdRun.isOnItsDisk(pi)) {
        return false;
      }
      clusters.add(pi.log().cluster);
    }
    return clusters.size() == 1
        && clusters.stream().allMatch(this::hasMajority)
        && world.pis.stream().anyMatch(pi -> kept(pi).isPresent());
  }

  private static Optional<Birth> kept(Pi pi) {
    String path = Birth.FILE;
    return pi.files
        .look(Layout.KEPT_SEED.child(path))
        .content()
        .map(content -> Birth.read(path, content))
        .filter(birth -> birth.clusterId().value() == pi.log().cluster);
  }

  /**
   * Founded anew while hosts of the old one were not to be seen; an etcd may run on data that is
   * gone.
   */
  private boolean isDoubled(long cluster) {
    return world.pis.stream()
        .flatMap(pi -> Stream.of(pi.log(), pi.etcd == null ? null : pi.etcd.log))
        .filter(log -> log != null && log.cluster != cluster)
        .anyMatch(log -> world.kind == Kind.FORGETFUL || world.truth.isApart(log.cluster));
  }

  private boolean canFound(Founder founder) {
    Pi pi = world.at(founder.peerUrl());
    return pi != null
        && (isIntact(pi, founder.id().value()) || pi.log() == null && !lost.contains(pi));
  }

  /** Only who has met goes on where another founder is lost. */
  private boolean hasMet(Founder founder) {
    Pi pi = world.at(founder.peerUrl());
    boolean met = pi.files.list(Layout.MARKS).stream().anyMatch(m -> m.endsWith(".met"));
    return isIntact(pi, founder.id().value()) || met && canFound(founder);
  }

  private boolean isIntact(long cluster, long id) {
    return world.pis.stream().anyMatch(pi -> isIntact(pi, id) && pi.log().cluster == cluster);
  }

  private boolean isIntact(Pi pi, long id) {
    Log log = pi.log();
    String disk = pi.files.look(Layout.DATA_DISK).content().map(Content::text).orElse(pi.serial);
    boolean itsDisk = pi.trusted || disk.lines().findFirst().orElse("").equals(pi.serial);
    return log != null
        && log.member == id
        && log.damage.isEmpty()
        && itsDisk
        && world.truth.keepsItsPromise(log);
  }

  /** Its owner took it out. */
  private boolean hasLeft(Pi pi) {
    String prefix = pi.name() + "-";
    return pi.files.list(Layout.MARKS).stream()
            .anyMatch(m -> m.startsWith(prefix) && m.endsWith("." + Mark.State.LEFT))
        || world.shelf.filesOf(pi).keySet().stream()
            .anyMatch(m -> m.startsWith("members/" + prefix) && m.endsWith("." + Mark.State.LEFT));
  }
}
