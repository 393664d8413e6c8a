package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The words of each refusal: what was seen, on which evidence, and what leads out. */
final class Refusals {
  private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");

  private final Facts facts;
  private final NodeConfig config;
  private final Evidence evidence;

  Refusals(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.evidence = new Evidence(facts, config);
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
    } else if (!data.hasWal() && data.otherDisk().isPresent() && data.asides().isEmpty()) {
      return refuse(
          "the data of this member lies on another disk: " + data.otherDisk().get(),
          List.of(
              "mount that disk at " + dir + ", then run again",
              "or, if that disk is gone for good: rm " + Layout.DATA_DISK + ", then run again"));
    } else if (!data.strangers().isEmpty()) {
      Host.Process stranger = data.strangers().get(0);
      return refuse(
          "%s is in use by %s (PID %d), which the service etcd did not start"
              .formatted(dir, stranger.program(), stranger.pid()),
          List.of("end it in the way it was started, then run again"));
    } else if (facts.service().pids().isEmpty() && whoAnswersHere().isPresent()) {
      return Optional.of(
          new Refusal(
              whoAnswersHere().get() + " of this host, and the service etcd does not run",
              evidence.pagesSeen(),
              List.of("an etcd started by hand? end it in the way it was started, then run again"),
              true));
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

  private Optional<String> whoAnswersHere() {
    return Ports.takenByEtcd(facts, config.endpoints()).stream()
        .findFirst()
        .map(l -> "%s listens on port %d".formatted(l.who(), l.port()))
        .or(
            () ->
                answersHere()
                    .map(
                        page -> "something answers on %s:2380".formatted(config.self().address())));
  }

  private Optional<Cluster.PeerPage> answersHere() {
    return facts
        .peers()
        .map(Facts.Peers::own)
        .filter(p -> p.answer() != Cluster.PeerPage.Answer.SILENT);
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
    commands.add("is this the right seed for these hosts? then run it with the right one");
    if (ownData) {
      commands.add(ifNotNeeded());
    }
    commands.add(
        "no member of this seed's cluster ever started: move birth.yml aside to"
            + " birth-TIME.yml, and put the running cluster's birth.yml there");
    return new Refusal(
        who + " another cluster than the one that this seed was born with",
        evidence,
        commands,
        !ownData);
  }

  private String ifNotNeeded() {
    String dir = config.dataDir().value();
    return "if this data is not needed: rc-service etcd stop; mv %s/member %s/member-old; run again"
        .formatted(dir, dir);
  }

  /** Row 4. */
  Refusal left(boolean listed) {
    List<String> commands = new ArrayList<>();
    if (facts.data().hasWal() && facts.seed().isKeptCopy()) {
      commands.add("what is left of it here is put away with the seed at hand: plug in the stick");
    } else if (facts.data().hasWal() && facts.orders().unattended()) {
      commands.add("what is left of it here is put away by your own run, without --unattended");
    }
    commands.add("to bring it back: java -jar etcd-bootstrap.jar apply --rejoin");
    return new Refusal(
        config.self().name()
            + (listed
                ? " is marked as having left this cluster, and the cluster lists it"
                : " has left this cluster"),
        evidence.marksSeen(),
        commands,
        false);
  }

  /** Row 6: an etcd that has just been started does not say yet who it is. */
  Refusal idUnknown() {
    return new Refusal(
        "the etcd on this host does not say yet which member it is",
        evidence.pagesSeen(),
        List.of("look at " + Layout.LOG + ", then run again"),
        true);
  }

  /** Row 10. */
  Refusal listedTwice(List<Cluster.ListedMember> own) {
    return new Refusal(
        "the cluster lists this host's member %d times".formatted(own.size()),
        own.stream()
            .map(m -> "%s %s at %s".formatted(m.id(), m.name(), String.join(", ", m.peerUrls())))
            .toList(),
        List.of("remove those that are dead: etcdctl member remove ID", "then run again"),
        false);
  }

  Refusal replacedUnattended() {
    return new Refusal(
        config.self().name()
            + " has lost its data, and was replaced once before while nobody watched: its card may"
            + " be failing",
        evidence.pagesSeen(),
        List.of(
            "look at the card (dmesg; or take a new one), then run it yourself, without"
                + " --unattended"),
        false);
  }

  /** Row 7. */
  Refusal removedUnattended() {
    return new Refusal(
        config.self().name() + " was removed from the cluster, and nobody watches",
        evidence.pagesSeen(),
        List.of("to bring it back, run it yourself, without --unattended"),
        false);
  }

  /** A member that begins anew gets the whole database from its peers. */
  Optional<Refusal> noRoomForResync() {
    Host.Mount mount = facts.data().mount();
    long database =
        facts.peers().stream()
            .flatMap(p -> p.statuses().stream())
            .mapToLong(Cluster.MemberStatus::dbSize)
            .max()
            .orElse(0);
    long needed = Room.DATA + 2 * database;
    if (mount.freeBytes() >= needed) {
      return Optional.empty();
    }
    List<String> commands = new ArrayList<>();
    facts.data().asides().forEach(aside -> commands.add("if it is not needed: rm -r " + aside));
    commands.add("make room at %s, then run again".formatted(mount.point()));
    return Optional.of(
        new Refusal(
            "no room for the cluster's data on the disk of %s: free %d MB, needed %d MB"
                .formatted(config.dataDir(), mount.freeBytes() >> 20, needed >> 20),
            List.of("the database has %d MB".formatted(database >> 20)),
            commands,
            false));
  }

  /** Take-over. */
  Refusal unnamedMember(Cluster.MemberList list) {
    return new Refusal(
        "a member of the cluster that runs here has no usable name; it may never have started",
        list.members().stream().map(m -> "%s \"%s\"".formatted(m.id(), m.name())).toList(),
        List.of("start that member, or remove it: etcdctl member remove ID", "then run again"),
        true);
  }

  Refusal putObservedBirth(Birth birth) {
    List<String> commands = new ArrayList<>();
    commands.add("use a seed that can be written to, for this once");
    commands.add("or put this file, birth.yml, into every copy of the seed:");
    birth.toContent().text().lines().forEach(line -> commands.add("  " + line));
    return new Refusal(
        "the seed in %s does not know the cluster that runs here, and is read-only"
            .formatted(facts.seed().place()),
        evidence.pagesSeen(),
        commands,
        false);
  }

  /** The command `leave`. */
  Refusal noBirthToLeave() {
    return new Refusal(
        "the seed in " + facts.seed().place() + " knows no cluster that could be left",
        List.of(),
        List.of("run `apply` first: it takes the cluster over, or says what is wrong"),
        false);
  }

  Refusal noQuorumToLeave() {
    return new Refusal(
        "no quorum answers, and only a quorum can remove a member",
        evidence.pagesSeen(),
        List.of("bring the others back, then run again"),
        true);
  }

  Refusal notInInventory(Cluster.ListedMember member) {
    return new Refusal(
        "%s is a member, and cluster.yml does not have it at %s: whether it knows of the removal could"
                .formatted(Voters.name(member), String.join(", ", member.peerUrls()))
            + " not be asked",
        List.of(),
        List.of(
            "put it back into cluster.yml, and take a member out only after it has left; then run"
                + " again"),
        false);
  }

  Refusal neverWasAMember() {
    return new Refusal(
        config.self().name() + " is no member of this cluster",
        evidence.pagesSeen(),
        List.of("nothing is to be done"),
        false);
  }

  /** What lies beyond row 6, with nothing but the copy of the seed at hand. */
  Optional<Refusal> seedIsNeeded() {
    List<String> seen = new ArrayList<>(evidence.marksSeen());
    seen.addAll(evidence.pagesSeen());
    String dir = config.dataDir().value();
    String unsure =
        facts.data().kind() == Data.Kind.VALID
            ? "the cluster's list of members would be changed"
            : "the data in " + dir + " is not known to be this member's";
    String what = facts.data().hasWal() ? unsure : "there is no data in " + dir;
    return facts
        .seed()
        .standsInFor()
        .map(
            missing ->
                new Refusal(
                    what + ", and the copy of the seed on this card must not decide what follows",
                    Stream.concat(Stream.of(missing), seen.stream()).toList(),
                    List.of(
                        "the seed is needed for this: plug in the stick, or mount it, then run"
                            + " again"),
                    false));
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

  private Birth birth() {
    return facts.seed().birth().orElseThrow();
  }

  private static Optional<Refusal> refuse(String reason, List<String> commands) {
    return Optional.of(new Refusal(reason, List.of(), commands, false));
  }
}
