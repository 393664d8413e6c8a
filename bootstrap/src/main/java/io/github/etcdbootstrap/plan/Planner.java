package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.NodeFile;
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
  private final HostPath member;

  private Planner(Facts facts, Desired desired) {
    this.facts = facts;
    this.desired = desired;
    this.config = desired.config();
    this.member = Layout.member(config.dataDir());
  }

  /**
   * @throws io.github.etcdbootstrap.text.BadInput if the seed or the host is not fit for any plan
   */
  public static Plan plan(Facts facts, Desired desired) {
    Preconditions.check(facts, desired);
    return new Planner(facts, desired).plan();
  }

  private Plan plan() {
    Decision decision = Membership.decide(facts, config);
    List<String> warnings = warnings();
    if (decision instanceof Decision.Refuse refuse) {
      return Plan.refused(refuse.refusal(), warnings);
    }
    Optional<Refusal> version = VersionRule.refusal(facts, config);
    if (version.isPresent()) {
      return Plan.refused(version.get(), warnings);
    }
    List<Change> changes = new ArrayList<>(LocalChanges.between(facts, desired));
    if (decision instanceof Decision.Found found) {
      changes.addAll(firstStart(found));
      KeptCopy.renewal(facts, Optional.of(found.birth())).ifPresent(changes::add);
    } else {
      KeptCopy.renewal(facts, Optional.empty()).ifPresent(changes::add);
      changes.addAll(keepRunning());
    }
    return Plan.of(changes, warnings);
  }

  private List<Change> firstStart(Decision.Found found) {
    List<Change> changes = new ArrayList<>();
    if (found.drawn()) {
      changes.add(
          new Change.DrawBirth(
              config.spec().cluster(), facts.seed().place(), found.birth(), facts.installId()));
    }
    boolean stopped = facts.service().status() == Status.STOPPED;
    boolean absent = facts.service().status() == Status.ABSENT;
    if (!stopped && !absent || isRunning()) {
      String why = facts.data().hasWal() ? "its data is an earlier cluster's" : "it has no data";
      changes.add(new Change.StopService(Layout.SERVICE, why));
    }
    if (facts.data().memberThere()) {
      HostPath aside = config.dataDir().child("aside").child("member-" + facts.draws().stamp());
      changes.add(new Change.MoveDataAside(member, aside, facts.data().hasWal()));
    }
    Mark intended = mark(found, Mark.State.INTENDED);
    if (!isKnown(intended)) {
      changes.add(new Change.WriteMark(intended, member, facts.seed().shared()));
    }
    Content first = ConfYml.first(config, found.birth(), intended);
    NodeFile permit = new NodeFile(Layout.FIRST, first, Marks.OWNERSHIP);
    changes.add(new Change.PermitFirstStart(permit, member));
    changes.add(new Change.StartService(Layout.SERVICE));
    changes.add(
        new Change.ConfirmStarted(
            mark(found, Mark.State.STARTED), config.self(), member, facts.seed().shared()));
    return changes;
  }

  private Mark mark(Decision.Found found, Mark.State state) {
    Birth birth = found.birth();
    Mark.Details details =
        new Mark.Details(birth.token(), birth.clusterId(), facts.installId(), facts.draws().when());
    return Mark.of(found.self().name().value(), found.self().id(), state, details);
  }

  private boolean isKnown(Mark mark) {
    return contains(facts.card().marks(), mark)
        && (!facts.seed().shared() || contains(facts.seed().marks(), mark));
  }

  private static boolean contains(List<Mark> marks, Mark mark) {
    return marks.stream().anyMatch(m -> m.fileName().equals(mark.fileName()));
  }

  private List<Change> keepRunning() {
    List<Change> changes = new ArrayList<>();
    if (isRunning()) {
      restart().ifPresent(changes::add);
    } else if (isDown()) {
      if (facts.service().status() == Status.CRASHED) {
        changes.add(new Change.StopService(Layout.SERVICE, "it has crashed"));
      }
      changes.add(new Change.StartService(Layout.SERVICE));
    }
    if (facts.seed().shared()) {
      marksToShare().forEach(m -> changes.add(new Change.ShareMark(m)));
    }
    return changes;
  }

  private Optional<Change> restart() {
    List<String> why = RestartNeed.of(facts, desired);
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Change.RestartService(
                Layout.SERVICE,
                config.self().name().value(),
                config.members().size(),
                String.join("; ", why)));
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
        .filter(m -> !contains(facts.seed().marks(), m));
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(facts.certificates().warnings());
    if (facts.quorum().isPresent()) {
      Membership.foreignPeer(facts)
          .ifPresent(p -> warnings.add(p.peer().name() + " runs another cluster than this seed's"));
    }
    if (facts.data().hasWal()) {
      Preconditions.names(facts, config).forEach(p -> warnings.add(p.cause()));
    }
    if (!facts.file(Layout.APK_PROGRAM).is(FileState.Kind.ABSENT)) {
      warnings.add(
          "%s, another installation's, stays as it is; the service runs %s"
              .formatted(Layout.APK_PROGRAM, Layout.PROGRAMS.child("etcd")));
    }
    if (config.members().size() % 2 == 0) {
      warnings.add(
          "%d members bear the loss of no more than %d do: take an odd number"
              .formatted(config.members().size(), config.members().size() - 1));
    }
    return warnings;
  }
}
