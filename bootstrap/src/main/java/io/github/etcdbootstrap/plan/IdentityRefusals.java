package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words where this card, its data or a peer is somebody else's. */
record IdentityRefusals(Facts facts, NodeConfig config, Evidence evidence) {
  /** Row 2. */
  Optional<Refusal> anotherMember() {
    String self = config.self().name().value();
    Optional<String> installed =
        facts.card().install().map(i -> i.member()).filter(m -> !m.equals(self));
    if (installed.isPresent()) {
      return refuse(
          "%s says this card is %s's, but by name and address this host is %s"
              .formatted(Layout.INSTALL, installed.get(), self),
          List.of(
              "give the host its name and address back, or put the right card in",
              "only if this card's data is to be given up: delete " + Layout.INSTALL));
    }
    Optional<Cluster.ListedMember> listed = listedUnderAnotherName(self);
    if (listed.isPresent()) {
      return refuse(
          "the data here is that of %s (ID %s), but this host is %s"
              .formatted(listed.get().name(), listed.get().id(), self),
          List.of("put the right card in", ifNotNeeded()));
    }
    return facts
        .peers()
        .flatMap(Facts.Peers::impostor)
        .flatMap(
            page ->
                refuse(
                    "%s answers at %s too, which is not this host: two cards of one member"
                        .formatted(self, page.peer().address()),
                    List.of("switch one of them off, for good")));
  }

  private Optional<Cluster.ListedMember> listedUnderAnotherName(String self) {
    return facts.data().id().stream()
        .flatMap(id -> evidence.lists().flatMap(l -> l.member(id).stream()))
        .filter(m -> !m.name().isEmpty() && !m.name().equals(self))
        .findFirst();
  }

  /** Row 3. */
  Refusal foreign(Optional<Cluster.PeerPage> peer) {
    List<String> evidence = new ArrayList<>(List.of("birth.yml: cluster " + birth().clusterId()));
    peer.ifPresent(
        p ->
            evidence.add(p.peer().name() + " is of cluster " + p.list().orElseThrow().clusterId()));
    boolean ownData = facts.data().kind() == Data.Kind.FOREIGN;
    facts
        .data()
        .cluster()
        .filter(id -> ownData)
        .ifPresent(id -> evidence.add(config.dataDir() + ": cluster " + id));
    evidence.addAll(this.evidence.pagesSeen());
    String who =
        ownData
            ? "this host holds data of"
            : peer.map(p -> p.peer().name() + " runs").orElseThrow();
    List<String> commands = new ArrayList<>();
    commands.add("is this the right seed for these hosts? if not, run again with the right one");
    if (ownData) {
      commands.add(ifNotNeeded());
    }
    commands.add(
        "if no member of this seed's cluster ever started: move birth.yml aside to"
            + " birth-TIME.yml, and run etcd-bootstrap on a member of the running cluster, which"
            + " puts that one's birth.yml there");
    return new Refusal(who + " a different cluster than this seed's", evidence, commands, !ownData);
  }

  private String ifNotNeeded() {
    String aside = new Recovery(facts, config).moveAside();
    return "if this data is not needed: rc-service etcd stop; " + aside + "; run again";
  }

  private Birth birth() {
    return facts.seed().birth().orElseThrow();
  }

  private static Optional<Refusal> refuse(String reason, List<String> commands) {
    return Optional.of(new Refusal(reason, List.of(), commands, false));
  }
}
