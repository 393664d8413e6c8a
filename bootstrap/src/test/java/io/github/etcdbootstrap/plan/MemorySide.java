package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of a {@link Scenario} that is remembered: by the card and by the seed. */
abstract class MemorySide extends HostSide {
  static final String CARD = "ca4dca4dca4dca4dca4dca4dca4dca4d";
  static final String ANOTHER_CARD = "07e407e407e407e407e407e407e407e4";
  private static final String PLACE = "/media/usb";
  private static final String WHEN = "2026-11-20T08:01:00Z";

  /** The birth that the seed has, where it has one, and one that was moved aside. */
  final Birth birth;

  final Birth earlier;

  private Optional<Install> install = Optional.empty();
  private String disk = "SERIAL-1";
  private final List<Mark> onCard = new ArrayList<>();
  private Optional<EtcdId> voter = Optional.empty();
  private final List<Mark> inSeed = new ArrayList<>();
  private Optional<Birth> known = Optional.empty();
  private Optional<Problem> unreadableBirth = Optional.empty();
  private final List<Birth> earlierBirths = new ArrayList<>();
  private String whyNotShared = "";
  private Optional<String> standsInFor = Optional.empty();

  MemorySide(NodeConfig config) {
    super(config);
    birth = Edge.birth(config.spec(), "0b1e55ed");
    earlier = Edge.birth(config.spec(), "0ddba11a");
  }

  Scenario seedReadOnly() {
    return notShared("is read-only");
  }

  Scenario seedOnTheSameDisk() {
    return notShared("is on the same disk as /");
  }

  Scenario seedInMemory() {
    return notShared("lies in memory (tmpfs)");
  }

  /** The seed is not to be found, and the copy on the card serves. */
  Scenario seedKept() {
    standsInFor = Optional.of("no seed found; looked at /media/* and /media/*/seed");
    inSeed.clear();
    whyNotShared = "it is the copy kept on this card";
    return self();
  }

  Scenario asIfShared() {
    whyNotShared = "";
    return self();
  }

  private Scenario notShared(String why) {
    whyNotShared = PLACE + " " + why;
    return self();
  }

  Scenario withBirth() {
    known = Optional.of(birth);
    return self();
  }

  Scenario withBirth(Birth other) {
    known = Optional.of(other);
    return self();
  }

  Scenario withoutBirth() {
    known = Optional.empty();
    return self();
  }

  /** The cluster was started over: the seed has its former birth as birth-TIME.yml. */
  Scenario startedOver() {
    earlierBirths.add(earlier);
    return self();
  }

  Scenario unreadableBirth() {
    unreadableBirth =
        Optional.of(
            new Problem(
                PLACE + "/birth.yml: cannot be used: it is cut short",
                "if no member of this cluster ever started, move it aside and run again"));
    return self();
  }

  Scenario card(String member) {
    install = Optional.of(new Install(CARD, member, "SERIAL-1"));
    return self();
  }

  /** The card's content on another disk: as after `dd` to a new card. */
  Scenario onDisk(String serial) {
    disk = serial;
    return self();
  }

  /** This card's own mark for the birth's ID, on the card and in the seed. */
  Scenario ownMark(Mark.State state) {
    return ownMarkOnCard(state).markInSeed(mark(birth, state, CARD));
  }

  Scenario ownMarkOnCard(Mark.State state) {
    card(config.self().name().value());
    onCard.add(mark(birth, state, CARD));
    return self();
  }

  Scenario ownMarkOfEarlier(Mark.State state) {
    card(config.self().name().value());
    onCard.add(mark(earlier, state, CARD));
    return markInSeed(mark(earlier, state, CARD));
  }

  Scenario markOnCard(Mark mark) {
    onCard.add(mark);
    return self();
  }

  /** It was added after the birth, and has run under that ID. */
  Scenario joinedAs(EtcdId id) {
    onCard.clear();
    inSeed.clear();
    Mark.Details details = new Mark.Details(birth.token(), birth.clusterId(), CARD, WHEN);
    Mark started = Mark.of(config.self().name().value(), id, Mark.State.STARTED, details);
    return markOnCard(started).markInSeed(started);
  }

  Scenario seenToVote(EtcdId id) {
    voter = Optional.of(id);
    return self();
  }

  Scenario markInSeed(Mark mark) {
    inSeed.add(mark);
    return self();
  }

  Mark mark(Birth of, Mark.State state, String installId) {
    Mark.Details details = new Mark.Details(of.token(), of.clusterId(), installId, WHEN);
    return Mark.of(config.self().name().value(), ownId(of), state, details);
  }

  /** A mark for the birth's ID whose content is lost. */
  Mark unreadable(Mark.State state) {
    Optional<EtcdId> id = Optional.of(ownId(birth));
    return new Mark(config.self().name().value(), id, state, Optional.empty());
  }

  /** What etcd-run leaves on a card that had no mark when it started etcd with data. */
  Mark found() {
    return new Mark(
        config.self().name().value(), Optional.empty(), Mark.State.FOUND, Optional.empty());
  }

  EtcdId ownId(Birth of) {
    return of.founder(config.self().name()).orElseThrow().id();
  }

  Birth bornOrBirth() {
    return known.orElse(birth);
  }

  private Map<String, Content> texts() {
    Map<String, Content> texts = new HashMap<>();
    texts.put(ClusterSpec.FILE, Content.of("the inventory"));
    known.ifPresent(b -> texts.put(Birth.FILE, b.toContent()));
    return texts;
  }

  Facts.Card card() {
    return new Facts.Card(install, disk, List.copyOf(onCard), voter);
  }

  Facts.SeedFacts seed() {
    return new Facts.SeedFacts(
        PLACE,
        whyNotShared.isEmpty(),
        whyNotShared,
        standsInFor.isEmpty() && !whyNotShared.contains("read-only"),
        known,
        unreadableBirth,
        List.copyOf(earlierBirths),
        List.copyOf(inSeed),
        Edge.certificates(config),
        texts(),
        standsInFor);
  }
}
