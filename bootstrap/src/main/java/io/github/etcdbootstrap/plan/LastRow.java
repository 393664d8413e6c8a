package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.text.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Row 14, anything else, by case; the rows that change the membership end here until built. */
final class LastRow {
  private static final String LATER =
      "replacing and joining members comes with a later version of etcd-bootstrap;"
          + " the other members go on without this one";

  private final Facts facts;
  private final NodeConfig config;
  private final Evidence evidence;

  LastRow(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.evidence = new Evidence(facts, config);
  }

  Refusal refusal() {
    Facts.SeedFacts seed = facts.seed();
    if (seed.unreadableBirth().isPresent()) {
      Problem problem = seed.unreadableBirth().get();
      return new Refusal(problem.cause(), List.of(), List.of(problem.remedy()), true);
    } else if (facts.data().kind() == Data.Kind.COPY) {
      return copy();
    } else if (seed.birth().isPresent() && facts.data().kind() != Data.Kind.UNKNOWN) {
      return withBirth(seed.birth().get());
    }
    return seed.birth().isEmpty() && isRemembered() ? birthLost() : unknown();
  }

  private Refusal copy() {
    return new Refusal(
        "the data here was begun on another disk: " + facts.data().otherDisk().orElse(""),
        List.of(),
        List.of("a copied card must not vote under the old ID", LATER),
        false);
  }

  private Refusal unknown() {
    if (facts.data().hasWal()) {
      String dir = config.dataDir().value();
      return new Refusal(
          dir + " holds data of an etcd, and nothing here says of which cluster",
          evidence.pagesSeen(),
          List.of(
              "taking over a cluster made by hand comes with a later version of etcd-bootstrap",
              "if that data is not needed: rc-service etcd stop; mv %s/member %s/member-old"
                  .formatted(dir, dir)),
          true);
    } else if (facts.card().hasOnlyFound()) {
      return new Refusal(
          "this card has held data of an etcd that this program did not begin; it is not there now",
          evidence.marksSeen(),
          List.of(
              "is a disk not mounted? mount it, then run again",
              "if that data is given up: rm " + Layout.MARKS + "/*.found, then run again"),
          false);
    }
    return new Refusal(
        "the seed has no birth.yml, and peers answer that nothing here knows",
        evidence.pagesSeen(),
        List.of(
            "is another cluster running on these addresses? then this is the wrong seed",
            "an unreadable peer: look at its certificates and its log"),
        true);
  }

  private boolean isRemembered() {
    return evidence
        .marks()
        .anyMatch(m -> m.state() != Mark.State.FOUND && !facts.seed().isEarlier(m));
  }

  private Refusal birthLost() {
    return new Refusal(
        "the seed in %s does not know the cluster that this host was started in"
            .formatted(facts.seed().place()),
        evidence.marksSeen(),
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
          evidence.pagesSeen(),
          List.of(LATER),
          false);
    } else if (!self.get().peerUrl().equals(config.endpoints().advertisePeer())) {
      return new Refusal(
          "birth.yml has %s at %s, and cluster.yml makes it %s"
              .formatted(
                  config.self().name(), self.get().peerUrl(), config.endpoints().advertisePeer()),
          List.of(),
          List.of("put the old address and domain back into cluster.yml", LATER),
          false);
    } else if (facts.data().kind() == Data.Kind.VALID) {
      return new Refusal(
          config.self().name() + " has its data, but the cluster does not list it any more",
          evidence.pagesSeen(),
          List.of(LATER),
          true);
    }
    return withoutData(self.get());
  }

  private Refusal withoutData(Founder self) {
    boolean ran =
        evidence.isPublished(self.id())
            || evidence
                .marksAgainst(self.id())
                .anyMatch(m -> m.details().isEmpty() || m.state().compareTo(Mark.State.MET) > 0);
    if (ran) {
      return ranBefore(
          "%s has run as member %s before, and its data is gone: started empty under that ID it"
              + " could vote away acknowledged writes",
          self);
    } else if (evidence.marksAgainst(self.id()).findAny().isPresent()) {
      return ranBefore(
          "another card was about to start %s as member %s, and nobody knows whether it did: started"
              + " empty here it could vote away acknowledged writes",
          self);
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
        evidence.pagesSeen(),
        List.of("look at the named peers' certificates and logs, then run again"),
        true);
  }

  private Refusal ranBefore(String reason, Founder self) {
    List<String> seen = new ArrayList<>(evidence.marksSeen());
    seen.addAll(evidence.pagesSeen());
    return new Refusal(
        reason.formatted(self.name(), self.id()),
        seen,
        List.of("is a disk not mounted? mount it, then run again", LATER),
        facts.quorum().isEmpty());
  }
}
