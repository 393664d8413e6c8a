package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Row 14, anything else, by case: what was seen, what would be lost, and the way out. */
final class LastRow {
  private static final String NOT_MOUNTED =
      "is the disk of the data not mounted? mount it, then run again";
  private static final String ALL_COPIED =
      "only if ALL cards were copied while ALL members were off, and no original runs any more:"
          + " java -jar etcd-bootstrap.jar apply --trust-copy, on each";

  private final Facts facts;
  private final NodeConfig config;
  private final Evidence evidence;
  private final Recovery recovery;

  LastRow(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.evidence = new Evidence(facts, config);
    this.recovery = new Recovery(facts, config);
  }

  Refusal refusal() {
    Facts.SeedFacts seed = facts.seed();
    if (seed.unreadableBirth().isPresent()) {
      Problem problem = seed.unreadableBirth().get();
      return new Refusal(problem.cause(), List.of(), List.of(problem.remedy()), true);
    } else if (seed.birth().isPresent()) {
      return withBirth(seed.birth().get());
    } else if (facts.data().kind() == Data.Kind.COPY) {
      return copyOfUnknown();
    }
    return isRemembered() ? birthLost() : unknown();
  }

  private boolean isRemembered() {
    return evidence
        .marks()
        .anyMatch(m -> m.state() != Mark.State.FOUND && !facts.seed().isEarlier(m));
  }

  private Refusal birthLost() {
    String place = facts.seed().place();
    Optional<Birth> kept = KeptCopy.birth(facts);
    String file = Layout.KEPT_SEED.child(Birth.FILE).value();
    String noCopy =
        kept.isPresent() ? "" : " (this card has no copy; take one from a host that ran in it)";
    return new Refusal(
        "the seed in %s does not know the cluster that this host belongs to".formatted(place),
        seen(),
        List.of(
            kept.map(
                    birth ->
                        "if this is the right seed, put that cluster's birth.yml back, after a mark"
                            + " for each founder, so that none begins anew: "
                            + putBack(birth, file))
                .orElse(
                    "if this is the right seed, run etcd-bootstrap on a host that ran in that"
                        + " cluster and has a copy of its birth.yml: it puts that back, or says"
                        + " how"),
            "or, to give that cluster's data up and start over: rc-service etcd stop, on every"
                + " host; cp %s %s/birth-%s.yml%s; then run again on each"
                    .formatted(file, ShellWord.of(place), facts.draws().stamp(), noCopy)),
        true);
  }

  /** An empty mark says the worst: whoever lost what the seed knew must not begin anew. */
  private String putBack(Birth birth, String file) {
    String place = ShellWord.of(facts.seed().place());
    String members = place + "/" + Seed.MARKS;
    String marks =
        birth.founders().stream()
            .map(f -> members + "/" + Mark.fileName(f.name().value(), f.id(), Mark.State.STARTED))
            .collect(Collectors.joining(" "));
    return "mkdir -p %s && touch %s && cp %s %s/".formatted(members, marks, file, place);
  }

  private Refusal copyOfUnknown() {
    return new Refusal(
        "the data in %s was begun on another disk (%s), and this seed knows no cluster"
            .formatted(config.dataDir(), facts.data().otherDisk().orElse("")),
        seen(),
        List.of(
            NOT_MOUNTED,
            "if this is the right seed, run etcd-bootstrap on a host that is well in that data's"
                + " cluster: it puts its birth.yml there, or says how; then here again",
            ALL_COPIED,
            giveUp()),
        true);
  }

  private String giveUp() {
    return "if it is not needed: rc-service etcd stop; " + recovery.moveAside();
  }

  private Refusal unknown() {
    String dir = config.dataDir().value();
    if (facts.data().kind() == Data.Kind.CORRUPT) {
      return new Refusal(
          "%s holds data that etcd cannot open: %s"
              .formatted(dir, facts.data().damage().orElse("its log cannot be read")),
          evidence.pagesSeen(),
          List.of(giveUp()),
          true);
    } else if (facts.data().hasWal() && facts.data().kind() != Data.Kind.EARLIER) {
      return new Refusal(
          dir + " holds etcd data, but no quorum says of which cluster",
          evidence.pagesSeen(),
          List.of(
              "a cluster made by hand is taken over while it is healthy: bring its members up"
                  + " (rc-service etcd start, on each), then run again",
              giveUp()),
          true);
    } else if (facts.card().hasOnlyFound()) {
      return new Refusal(
          "this card once held etcd data that this program did not create; it is not there now",
          evidence.marksSeen(),
          List.of(
              "is a disk not mounted? mount it, then run again",
              "if that data is given up: rm %s/*.found".formatted(Layout.MARKS)),
          true);
    }
    return new Refusal(
        "the peers' answers rule out founding a new cluster, and this seed knows of none",
        evidence.pagesSeen(),
        List.of(
            "does a cluster run there? run etcd-bootstrap on one of its members first: it puts"
                + " that cluster's birth.yml into this seed, or takes over what was made by hand",
            "look at the named peers' certificates and logs, then run again"),
        true);
  }

  private Refusal withBirth(Birth birth) {
    Data.Kind kind = facts.data().kind();
    if (kind == Data.Kind.COPY) {
      return copy();
    } else if (kind == Data.Kind.UNKNOWN) {
      return new Refusal(
          "the etcd on this host does not say whose data it has",
          seen(),
          List.of("look at " + Layout.LOG + ", then run again"),
          true);
    } else if (kind == Data.Kind.CORRUPT) {
      return recovery.refusal(
          "the data of this member cannot be used (%s), and no quorum answers to replace it"
              .formatted(facts.data().damage().orElse("")));
    }
    Optional<Founder> self = birth.founder(config.self().name());
    if (self.isEmpty()) {
      return new Refusal(
          config.self().name() + " is not a founder in birth.yml, and no quorum answers to add it",
          seen(),
          List.of("run etcd-bootstrap on the members of the cluster first, then here again"),
          true);
    } else if (!self.get().peerUrl().equals(config.endpoints().advertisePeer())) {
      return renumbered(self.get());
    }
    return withoutData(self.get());
  }

  private Refusal copy() {
    return new Refusal(
        "the data here was begun on another disk (%s), and no quorum answers to replace it"
            .formatted(facts.data().otherDisk().orElse("")),
        seen(),
        List.of(
            NOT_MOUNTED,
            "bring the other members up, then run again: this one is replaced from them",
            ALL_COPIED),
        true);
  }

  private Refusal renumbered(Founder self) {
    return new Refusal(
        "birth.yml has %s at %s, but cluster.yml says %s, and no quorum answers to change that"
            .formatted(self.name(), self.peerUrl(), config.endpoints().advertisePeer()),
        seen(),
        List.of(
            "put the old address and domain back into cluster.yml",
            "all addresses renumbered? add the old ones beside the new on each host (ip address"
                + " add), run etcd-bootstrap on each, then take the old ones away"),
        true);
  }

  private Refusal withoutData(Founder self) {
    String otherwise = "started empty under that ID it could vote away acknowledged writes";
    if (ranBefore(self)) {
      return recovery.refusal(
          "%s has run as member %s before, its data is gone, and no quorum answers: %s"
              .formatted(self.name(), self.id(), otherwise));
    } else if (evidence.marksAgainst(self.id()).findAny().isPresent()) {
      return recovery.refusal(
          "another card was about to start %s as member %s, nobody knows whether it did, and no"
                  .formatted(self.name(), self.id())
              + " quorum answers: "
              + otherwise);
    } else if (!facts.seed().shared()) {
      return new Refusal(
          "the seed in %s is not shared, and a peer has started: nothing proves that %s never ran"
              .formatted(facts.seed().place(), self.name()),
          Stream.concat(Stream.of(facts.seed().whyNotShared()), seen().stream()).toList(),
          List.of(
              "bring the other members up, so that a quorum answers, then run again",
              "or use one seed that all hosts share: a USB stick, or an NFS mount"),
          true);
    }
    return new Refusal(
        "%s cannot be started for the first time: what its peers say does not allow it"
            .formatted(self.name()),
        evidence.pagesSeen(),
        List.of("look at the named peers' certificates and logs, then run again"),
        true);
  }

  private boolean ranBefore(Founder self) {
    return facts.seed().birth().orElseThrow().observed()
        || evidence.isPublished(self.id())
        || evidence
            .marksAgainst(self.id())
            .anyMatch(m -> m.details().isEmpty() || m.state().compareTo(Mark.State.MET) > 0);
  }

  private List<String> seen() {
    List<String> seen = new ArrayList<>(evidence.marksSeen());
    seen.addAll(evidence.pagesSeen());
    return seen;
  }
}
