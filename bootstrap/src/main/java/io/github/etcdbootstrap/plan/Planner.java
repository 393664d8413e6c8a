package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Facts and what should be, in; an ordered list of changes or a refusal, out. Pure. */
public final class Planner {
  private final Facts facts;
  private final Desired desired;
  private final NodeConfig config;
  private final Transitions transitions;

  private Planner(Facts facts, Desired desired) {
    this.facts = facts;
    this.desired = desired;
    this.config = desired.config();
    this.transitions = new Transitions(facts, config);
  }

  /**
   * @throws io.github.etcdbootstrap.text.BadInput if the seed or the host is not fit for any plan
   */
  public static Plan plan(Facts facts, Desired desired) {
    Planner planner = new Planner(facts, desired);
    if (facts.orders().leave()) {
      return planner.leave();
    }
    Optional<Refusal> clock = ClockCheck.refusal(facts);
    if (clock.isPresent()) {
      Preconditions.checkBeside(clock.get(), facts);
      return Plan.refused(clock.get(), planner.warnings());
    }
    Decision decision = Membership.decide(facts, desired.config());
    // What a quorum has to give takes more room than a log: its own row asks for it.
    boolean fromPeers = facts.quorum().isPresent() && !(decision instanceof Decision.Found);
    Preconditions.check(facts, desired, !fromPeers);
    return planner.plan(decision);
  }

  /** Whatever else is wrong with this host need not keep it. */
  private Plan leave() {
    Decision decision = Leaving.decide(facts, config);
    if (decision instanceof Decision.Leave leave) {
      return Plan.of(transitions.leave(leave), warnings());
    }
    return decision instanceof Decision.Refuse refuse
        ? Plan.refused(refuse.refusal(), warnings())
        : Plan.of(List.of(), warnings());
  }

  private Plan plan(Decision decision) {
    List<String> warnings = warnings();
    if (decision instanceof Decision.Refuse refuse) {
      return Plan.refused(refuse.refusal(), warnings);
    }
    Optional<Refusal> version = VersionRule.refusal(facts, config);
    if (version.isPresent()) {
      return Plan.refused(version.get(), warnings);
    }
    if (decision instanceof Decision.StayOut) {
      return Plan.of(transitions.stayOut(), warnings);
    }
    LocalChanges.Local local = LocalChanges.between(facts, desired);
    List<Change> changes =
        before(local.now(), onceStopped(local.whileStopped(), membership(decision)));
    return decision instanceof Decision.Found found
        ? Plan.of(before(transitions.beforeFounding(found), changes), warnings)
        : Plan.of(changes, warnings);
  }

  /** Without a stop among them it is done by the next round, which has one. */
  private static List<Change> onceStopped(List<Change> whileStopped, List<Change> changes) {
    List<Change> all = new ArrayList<>();
    for (Change change : changes) {
      if (change instanceof ServiceChange.RestartService restart) {
        all.add(restart.with(whileStopped));
      } else {
        all.add(change);
        all.addAll(change instanceof ServiceChange.StopService ? whileStopped : List.of());
      }
    }
    return all;
  }

  /** Java 17 has no switch over sealed types. */
  private List<Change> membership(Decision decision) {
    if (decision instanceof Decision.Found found) {
      return before(transitions.found(found), kept(Optional.of(found.birth())));
    } else if (decision instanceof Decision.StartAdded added) {
      return before(transitions.startAdded(added), kept(Optional.empty()));
    } else if (decision instanceof Decision.Replace replace) {
      return transitions.replace(replace);
    } else if (decision instanceof Decision.Join join) {
      return transitions.join(join);
    } else if (decision instanceof Decision.Remember remember) {
      return transitions.remember(remember);
    } else if (decision instanceof Decision.Readdress readdress) {
      return before(transitions.readdress(readdress), keepRunning());
    } else if (decision instanceof Decision.Promote promote) {
      return before(keepRunning(), transitions.promote(promote));
    } else if (decision instanceof Decision.TrustCopy) {
      return before(transitions.trustCopy(), keepRunning());
    }
    return before(kept(Optional.empty()), keepRunning());
  }

  /** First what a run does with when the seed is gone: it mends the other if that one is cut. */
  private List<Change> kept(Optional<Birth> birth) {
    return Stream.of(KeptCopy.renewal(facts, birth), PrivateSeed.renewal(facts))
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<Change> before(List<Change> first, List<Change> then) {
    List<Change> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  private List<Change> keepRunning() {
    List<Change> changes = new ArrayList<>();
    if (facts.startRefused()) {
      changes.add(
          new ServiceChange.StopService(Layout.SERVICE, "its start was refused before this run"));
      changes.add(new ServiceChange.StartService(Layout.SERVICE));
    } else if (isRunning()) {
      restart().ifPresent(changes::add);
    } else if (isDown()) {
      if (facts.service().status() == Status.CRASHED) {
        changes.add(new ServiceChange.StopService(Layout.SERVICE, "it has crashed"));
      }
      changes.add(new ServiceChange.StartService(Layout.SERVICE));
    }
    if (facts.seed().shared()) {
      marksToShare().forEach(m -> changes.add(new StartChange.ShareMark(m)));
    }
    facts
        .listed()
        .filter(own -> !own.learner())
        .filter(own -> Voting.isToBeNoted(own.id(), facts.card(), facts.seed()))
        .ifPresent(own -> changes.add(voter(own.id())));
    boolean remembered = !facts.file(Layout.REPLACED_UNATTENDED).is(FileState.Kind.ABSENT);
    if (remembered && !facts.orders().unattended() && facts.health().healthy()) {
      changes.add(new MemberChange.RememberUnattended(transitions.holder(), false));
    }
    return changes;
  }

  private static Change voter(EtcdId self) {
    return new FileChange.WriteFile(
        Voting.note(self), "note on the card that member %s votes".formatted(self));
  }

  private Optional<Change> restart() {
    List<String> why = RestartNeed.of(facts, desired);
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ServiceChange.RestartService(
                Layout.SERVICE,
                transitions.holder(),
                config.endpoints().metrics(),
                config.members().size(),
                facts.orders().unattended(),
                String.join("; ", why),
                List.of()));
  }

  private boolean isRunning() {
    return !facts.service().pids().isEmpty();
  }

  private boolean isDown() {
    return Set.of(Status.CRASHED, Status.STOPPED, Status.ABSENT).contains(facts.service().status());
  }

  /** Also what etcd-run wrote; marks of earlier births tell nobody anything new. */
  private Stream<Mark> marksToShare() {
    String token = facts.seed().birth().map(Birth::token).orElse("");
    return facts.card().marks().stream()
        .filter(m -> m.isOfToken(token))
        .filter(m -> !Marks.contains(facts.seed().marks(), m));
  }

  /** Members that know each other at none of their addresses never find each other. */
  private Optional<String> renumbered() {
    List<String> urls = config.members().stream().map(config.spec()::peerUrl).toList();
    return facts
        .peers()
        .filter(p -> facts.quorum().isEmpty() && p.list().isEmpty())
        .flatMap(p -> p.own().list())
        .filter(list -> !list.members().isEmpty())
        .filter(
            list ->
                list.members().stream()
                    .flatMap(m -> m.peerUrls().stream())
                    .noneMatch(urls::contains))
        .map(
            list ->
                "the members know each other at other addresses than cluster.yml has, and no quorum"
                    + " answers: add the old addresses beside the new ones on each host (ip address"
                    + " add), run etcd-bootstrap on each, then take the old ones away");
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(facts.certificates().ending());
    warnings.addAll(facts.certificates().warnings());
    if (facts.quorum().isPresent()) {
      Membership.foreignPeer(facts)
          .ifPresent(
              p ->
                  warnings.add(p.peer().name() + " belongs to a different cluster than this seed"));
    }
    renumbered().ifPresent(warnings::add);
    if (facts.data().hasWal()) {
      Preconditions.names(facts, config).forEach(p -> warnings.add(p.cause()));
    }
    warnings.addAll(Preconditions.alsoElsewhere(facts, config));
    if (!facts.file(Layout.APK_PROGRAM).is(FileState.Kind.ABSENT)) {
      warnings.add(
          "%s belongs to another installation and is left alone; the service runs %s"
              .formatted(Layout.APK_PROGRAM, Layout.PROGRAMS.child("etcd")));
    }
    if (config.members().size() % 2 == 0) {
      warnings.add(
          "%d members tolerate no more failures than %d would: use an odd number"
              .formatted(config.members().size(), config.members().size() - 1));
    }
    return warnings;
  }
}
