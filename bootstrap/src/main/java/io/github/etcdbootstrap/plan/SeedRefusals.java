package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The words where the seed lacks the birth, or is only a copy. */
record SeedRefusals(Facts facts, NodeConfig config, Evidence evidence) {
  /** What lies beyond row 6, with nothing but the copy of the seed at hand. */
  Optional<Refusal> isNeeded() {
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
    Facts.Draws draws = facts.draws();
    String self = config.self().name().value();
    return Birth.of(config.spec(), draws.tokenSuffix(), draws.when(), self);
  }

  /** Row 13. */
  Refusal putBirthIntoEveryCopy(Birth birth) {
    List<String> commands = new ArrayList<>();
    commands.add("use one seed that all hosts share: a USB stick carried around, or an NFS mount");
    commands.add("or put this file, birth.yml, into every copy of the seed:");
    birth.toContent().text().lines().forEach(line -> commands.add("  " + line));
    return new Refusal(
        "the seed in %s is not shared, so each host could found a cluster of its own"
            .formatted(facts.seed().place()),
        List.of(facts.seed().whyNotShared()),
        commands,
        true);
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
    commands.add("use a writable seed for this one run");
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
}
