package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The words of each refusal: what was seen, on which evidence, and what leads out. */
final class Refusals {
  private static final String LATER =
      "replacing and joining members comes with a later version of etcd-bootstrap;"
          + " the other members go on without this one";
  private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");

  private final Facts facts;
  private final NodeConfig config;

  Refusals(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
  }

  /** Row 1. */
  Optional<Refusal> dataOutOfReach() {
    Data data = facts.data();
    String dir = config.dataDir().value();
    if (VOLATILE.contains(data.mount().type())) {
      return refuse(
          "%s lies on %s: everything there is gone at the next boot"
              .formatted(dir, data.mount().type()),
          List.of("mount a disk there, or set data-dir in cluster.yml to a folder on one"));
    } else if (data.missingMount().isPresent()) {
      return refuse(
          "%s belongs on the disk of %s, which is not mounted"
              .formatted(dir, data.missingMount().get()),
          List.of("mount " + data.missingMount().get(), "then run again"));
    } else if (!data.hasWal() && data.otherDisk().isPresent()) {
      return refuse(
          "the data of this member lies on another disk: " + data.otherDisk().get(),
          List.of("mount that disk at " + dir, "then run again"));
    } else if (!data.strangers().isEmpty()) {
      Host.Process stranger = data.strangers().get(0);
      return refuse(
          "%s is in use by %s (PID %d), which the service etcd did not start"
              .formatted(dir, stranger.program(), stranger.pid()),
          List.of("end it in the way it was started, then run again"));
    }
    return data.elsewhere()
        .flatMap(
            other ->
                refuse(
                    "%s names %s as the data folder, and there is data; cluster.yml says %s"
                        .formatted(Layout.CONF, other, dir),
                    List.of(
                        "set `data-dir: " + other + "` in cluster.yml",
                        "or, etcd stopped, move " + other + "/member to " + dir)));
  }

  /** Row 2. */
  Optional<Refusal> anotherMember() {
    String self = config.self().name().value();
    Optional<String> installed =
        facts.card().install().map(i -> i.member()).filter(m -> !m.equals(self));
    if (installed.isPresent()) {
      return refuse(
          "this card is %s, says %s; by its name and address this host is %s"
              .formatted(installed.get(), Layout.INSTALL, self),
          List.of(
              "give the host its name and address back, or put the right card in",
              "only if this card's data is to be given up: delete " + Layout.INSTALL));
    }
    Optional<Cluster.ListedMember> listed = listedUnderAnotherName(self);
    if (listed.isPresent()) {
      return refuse(
          "the data here is that of %s (ID %s), and this host is %s"
              .formatted(listed.get().name(), listed.get().id(), self),
          List.of("put the right card in"));
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
        .flatMap(id -> lists().flatMap(l -> l.member(id).stream()))
        .filter(m -> !m.name().isEmpty() && !m.name().equals(self))
        .findFirst();
  }

  /** Row 3. */
  Refusal foreign(Optional<Cluster.PeerPage> peer) {
    List<String> evidence = new ArrayList<>(List.of("birth.yml: cluster " + birth().clusterId()));
    peer.ifPresent(
        p ->
            evidence.add(p.peer().name() + " is of cluster " + p.list().orElseThrow().clusterId()));
    String who = peer.map(p -> p.peer().name() + " runs").orElse("this host holds data of");
    return new Refusal(
        who + " another cluster than the one that this seed was born with",
        evidence,
        List.of(
            "is this the right seed for these hosts? then run it with the right one",
            "no member of this seed's cluster ever started: move birth.yml aside to"
                + " birth-TIME.yml, and put the running cluster's birth.yml there"),
        peer.isPresent());
  }

  /** Row 4. */
  Refusal left() {
    return new Refusal(
        config.self().name() + " has left this cluster",
        List.of(),
        List.of("coming back comes with a later version of etcd-bootstrap (apply --rejoin)"),
        false);
  }

  /** Row 5. */
  Refusal learner() {
    return new Refusal(
        config.self().name() + " is a learner: it does not vote yet",
        List.of(),
        List.of(
            "promote it: etcdctl member promote "
                + facts.data().id().map(Object::toString).orElse("ID")),
        true);
  }

  /** Row 6, for now. */
  Refusal addressChanged(Cluster.ListedMember listed) {
    return new Refusal(
        "%s is listed at %s, and cluster.yml says %s"
            .formatted(
                config.self().name(),
                String.join(", ", listed.peerUrls()),
                config.endpoints().advertisePeer()),
        List.of(),
        List.of(
            "put the old address back into cluster.yml",
            "changing an address comes with a later version of etcd-bootstrap"),
        false);
  }

  /** Row 12 and 13: the birth as this run would draw it. */
  Birth birthToDraw() {
    List<Birth.Named> founders =
        config.members().stream()
            .map(m -> new Birth.Named(m.name(), config.spec().peerUrl(m)))
            .toList();
    Facts.Draws draws = facts.draws();
    return Birth.of(
        config.spec().cluster() + "-" + draws.tokenSuffix(),
        founders,
        draws.when(),
        config.self().name().value());
  }

  /** Row 13. */
  Refusal putBirthIntoEveryCopy(Birth birth) {
    List<String> commands = new ArrayList<>();
    commands.add("use one seed that all hosts share: a USB stick carried around, or an NFS mount");
    commands.add("or put this file, birth.yml, into every copy of the seed:");
    birth.toContent().text().lines().forEach(line -> commands.add("  " + line));
    return new Refusal(
        "the seed in %s is not shared, so that each host could found a cluster of its own"
            .formatted(facts.seed().place()),
        List.of(facts.seed().whyNotShared()),
        commands,
        true);
  }

  /** Row 14, by case; the rows that change the membership end here until they are built. */
  Refusal anythingElse() {
    Facts.SeedFacts seed = facts.seed();
    if (seed.unreadableBirth().isPresent()) {
      return final_(
          seed.unreadableBirth().get().cause(), List.of(seed.unreadableBirth().get().remedy()));
    } else if (facts.data().kind() == Data.Kind.COPY) {
      return final_(
          "the data here was begun on another disk: " + facts.data().otherDisk().orElse(""),
          List.of("a copied card must not vote under the old ID", LATER));
    } else if (facts.data().kind() == Data.Kind.UNKNOWN) {
      return unknownData();
    } else if (seed.birth().isEmpty()) {
      return noBirth();
    }
    return withBirth(birth());
  }

  private Refusal unknownData() {
    return new Refusal(
        config.dataDir() + " holds data of an etcd, and nothing here says of which cluster",
        peersSeen(),
        List.of(
            "taking over a cluster made by hand comes with a later version of etcd-bootstrap",
            "if that data is not needed: rc-service etcd stop; mv %s/member %s/member-old"
                .formatted(config.dataDir(), config.dataDir())),
        true);
  }

  private Refusal noBirth() {
    boolean remembered = allMarks().anyMatch(m -> !facts.seed().isEarlier(m));
    if (!remembered) {
      return new Refusal(
          "the seed has no birth.yml, and peers answer that nothing here knows",
          peersSeen(),
          List.of(
              "is another cluster running on these addresses? then this is the wrong seed",
              "an unreadable peer: look at its certificates and its log"),
          true);
    }
    return new Refusal(
        "the seed in %s does not know the cluster that this host was started in"
            .formatted(facts.seed().place()),
        marksSeen(),
        List.of(
            "put that cluster's birth.yml back into the seed",
            "or, to start over on every host: rc-service etcd stop, put that birth.yml back as"
                + " birth-old.yml, then run again on each"),
        true);
  }

  private Refusal withBirth(Birth birth) {
    Optional<Founder> self = birth.founder(config.self().name());
    if (self.isEmpty()) {
      return new Refusal(
          config.self().name() + " is in cluster.yml, but is no founder in birth.yml",
          peersSeen(),
          List.of(LATER),
          false);
    } else if (!self.get().peerUrl().equals(config.endpoints().advertisePeer())) {
      return final_(
          "birth.yml has %s at %s, and cluster.yml makes it %s"
              .formatted(
                  config.self().name(), self.get().peerUrl(), config.endpoints().advertisePeer()),
          List.of("put the old address and domain back into cluster.yml", LATER));
    } else if (facts.data().kind() == Data.Kind.VALID) {
      return new Refusal(
          config.self().name() + " has its data, but the cluster does not list it any more",
          peersSeen(),
          List.of(LATER),
          true);
    }
    return withoutData(self.get());
  }

  private Refusal withoutData(Founder self) {
    boolean ran =
        allMarks()
                .anyMatch(
                    m ->
                        m.isOf(self.id())
                            && !(m.isOwn(facts.installId())
                                && m.state().compareTo(Mark.State.MET) <= 0))
            || lists().flatMap(l -> l.member(self.id()).stream()).anyMatch(m -> m.published());
    if (ran) {
      List<String> evidence = new ArrayList<>(marksSeen());
      evidence.addAll(peersSeen());
      return new Refusal(
          "%s has run as member %s before, and its data is gone: started empty under that ID it"
                  .formatted(self.name(), self.id())
              + " could vote away acknowledged writes",
          evidence,
          List.of("is a disk not mounted? mount it, then run again", LATER),
          facts.quorum().isEmpty());
    } else if (!facts.seed().shared()) {
      return new Refusal(
          "the seed in %s is not shared, so that nothing proves that %s never ran"
              .formatted(facts.seed().place(), self.name()),
          List.of(facts.seed().whyNotShared()),
          List.of("use one seed that all hosts share: a USB stick, or an NFS mount"),
          true);
    }
    return new Refusal(
        "%s cannot be started for the first time: what its peers say does not allow it"
            .formatted(self.name()),
        peersSeen(),
        List.of("look at the named peers' certificates and logs, then run again"),
        true);
  }

  private Birth birth() {
    return facts.seed().birth().orElseThrow();
  }

  private List<String> peersSeen() {
    return facts.peers().stream()
        .flatMap(p -> p.others().stream())
        .map(Refusals::describe)
        .toList();
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

  private List<String> marksSeen() {
    return allMarks()
        .filter(m -> m.name().equals(config.self().name().value()))
        .map(Mark::fileName)
        .distinct()
        .map(name -> "mark " + name)
        .toList();
  }

  private Stream<Mark> allMarks() {
    return Stream.concat(facts.card().marks().stream(), facts.seed().marks().stream());
  }

  private Stream<Cluster.MemberList> lists() {
    return facts.peers().stream()
        .flatMap(
            p ->
                Stream.concat(
                    p.list().stream(), p.others().stream().flatMap(o -> o.list().stream())));
  }

  private static Optional<Refusal> refuse(String reason, List<String> commands) {
    return Optional.of(final_(reason, commands));
  }

  private static Refusal final_(String reason, List<String> commands) {
    return new Refusal(reason, List.of(), commands, false);
  }
}
