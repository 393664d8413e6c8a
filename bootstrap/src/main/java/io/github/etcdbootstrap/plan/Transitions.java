package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each decision about the membership comes to, in the order that is safe to cut anywhere. */
final class Transitions {
  private final Facts facts;
  private final NodeConfig config;
  private final HostPath member;
  private final boolean shared;
  private final List<Change> changes = new ArrayList<>();

  Transitions(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.member = Layout.member(config.dataDir());
    this.shared = facts.seed().shared();
  }

  /** Before anything is changed here: an old image, or a lost card, is met by nobody. */
  List<Change> beforeFounding(Decision.Found found) {
    if (!found.meet()) {
      return List.of();
    }
    Mark met = mark(found.self().id(), Mark.State.MET, details(found.birth()));
    return List.of(new StartChange.MeetFounders(found.birth(), met, true));
  }

  /** Row 8 and 12. */
  List<Change> found(Decision.Found found) {
    Birth birth = found.birth();
    if (found.drawn()) {
      changes.add(
          birth(
              birth, "draw the birth of cluster %s: its token".formatted(config.spec().cluster())));
    }
    clear(facts.data().hasWal() ? "its data is an earlier cluster's" : "it has no data");
    Mark intended = mark(found.self().id(), Mark.State.INTENDED, details(birth));
    write(intended);
    if (found.meet()) {
      Mark met = mark(found.self().id(), Mark.State.MET, details(birth));
      changes.add(new StartChange.MeetFounders(birth, met));
    }
    List<Member> witnesses = found.meet() ? config.others() : List.of();
    start(ConfYml.first(config, birth, intended), intended, witnesses, false);
    return changes;
  }

  /** Row 9. */
  List<Change> startAdded(Decision.StartAdded added) {
    clear("it has not started under its new ID yet");
    EtcdId id = added.intended().id().orElseThrow();
    write(added.intended());
    Content joining = ConfYml.joining(config, added.list(), added.intended());
    start(joining, added.intended(), config.others(), true);
    if (added.list().member(id).filter(Cluster.ListedMember::learner).isPresent()) {
      changes.add(new MemberChange.PromoteMember(holder(), id, added.list()));
    }
    return changes;
  }

  /** Row 10: the dead ID goes first, since an add needs all voters connected. */
  List<Change> replace(Decision.Replace replace) {
    changes.add(Snapshots.of(facts));
    changes.add(prove(replace.old(), replace.list(), Proving.REPLACE));
    String why = facts.data().damage().orElse(whyLost());
    stop(why, true);
    remember();
    changes.add(new MemberChange.RemoveMember(holder(), replace.old(), replace.list(), why));
    moveAside();
    if (!replace.addLater()) {
      add(replace.list().without(replace.old()));
    }
    return changes;
  }

  /**
   * What was remembered of an earlier card does not bind the one that a person put in its place.
   */
  private void remember() {
    if (facts.orders().unattended()) {
      changes.add(new MemberChange.RememberUnattended(holder(), true));
    }
    forget();
  }

  private void forget() {
    if (!facts.orders().unattended() && facts.peers().orElseThrow().replacedUnattended()) {
      changes.add(new MemberChange.RememberUnattended(holder(), false));
    }
  }

  private MemberChange.Prove prove(EtcdId self, Cluster.MemberList list, Proving proving) {
    Duration first = facts.peers().orElseThrow().asked();
    return new MemberChange.Prove(holder(), self, list, first, proving);
  }

  private String whyLost() {
    return switch (facts.data().kind()) {
      case COPY -> "its data was copied from another disk";
      case EARLIER -> "its data is an earlier cluster's";
      default -> "its data is lost";
    };
  }

  /** Row 11, and row 7, where there is data to move aside. */
  List<Change> join(Decision.Join join) {
    changes.add(Snapshots.of(facts));
    changes.add(prove(EtcdId.NOBODY, join.list(), Proving.JOIN));
    forget();
    clear("it is started anew, from its peers");
    add(join.list());
    return changes;
  }

  private void add(Cluster.MemberList list) {
    Birth birth = facts.seed().birth().orElseThrow();
    changes.add(
        new MemberChange.AddLearner(
            holder(), config.endpoints().advertisePeer(), list, details(birth), member, shared));
  }

  /** Row 4: what is still here of a member that has left. */
  List<Change> stayOut() {
    stopForGood("this member has left the cluster");
    moveAside();
    return changes;
  }

  private void stopForGood(String why) {
    stop(why);
    facts
        .service()
        .runlevels()
        .forEach(level -> changes.add(new ServiceChange.DisableService(Layout.SERVICE, level)));
  }

  /** The command `leave`; a run of it that was cut is finished by the next. */
  List<Change> leave(Decision.Leave leave) {
    leave
        .listed()
        .ifPresent(
            id -> {
              Cluster.MemberList list = facts.quorum().orElseThrow();
              changes.add(prove(id, list, Proving.LEAVE));
              changes.add(
                  new MemberChange.RemoveMember(holder(), id, list, "it leaves the cluster"));
            });
    leave.listed().map(List::of).orElseGet(leave::ids).forEach(this::awaitRemoval);
    stopForGood("it has left the cluster");
    Birth birth = facts.seed().birth().orElseThrow();
    leave.ids().stream()
        .map(id -> mark(id, Mark.State.LEFT, details(birth)))
        .filter(m -> !isKnown(m))
        .forEach(m -> changes.add(new StartChange.RecordMark(m, shared)));
    moveAside();
    return changes;
  }

  /** Whoever removed it: a run that was cut does not know whether it has been waited for. */
  private void awaitRemoval(EtcdId id) {
    Cluster.MemberList list = facts.quorum().orElseThrow();
    changes.add(new MemberChange.AwaitRemoval(holder(), id, votersBut(id, list)));
  }

  private List<Member> votersBut(EtcdId self, Cluster.MemberList list) {
    List<String> urls =
        list.voters().stream()
            .filter(m -> !m.id().equals(self))
            .flatMap(m -> m.peerUrls().stream())
            .toList();
    return config.others().stream().filter(m -> urls.contains(config.spec().peerUrl(m))).toList();
  }

  /** Row 6, where the seed has no birth. */
  List<Change> remember(Decision.Remember remember) {
    remember.known().forEach(m -> changes.add(new StartChange.RecordMark(m, shared)));
    changes.add(birth(remember.birth(), remember.how()));
    return changes;
  }

  private Change birth(Birth birth, String how) {
    return new StartChange.DrawBirth(facts.seed().place(), birth, facts.installId(), how);
  }

  List<Change> trustCopy() {
    return List.of(
        FileChange.NoteDisk.of(facts, "the owner says that this copy is the member now"));
  }

  List<Change> promote(Decision.Promote promote) {
    return List.of(new MemberChange.PromoteMember(holder(), promote.id(), promote.list()));
  }

  List<Change> readdress(Decision.Readdress readdress) {
    String url = config.endpoints().advertisePeer();
    return List.of(new MemberChange.ChangePeerUrl(holder(), readdress.id(), url, readdress.list()));
  }

  Turn.Holder holder() {
    return new Turn.Holder(config.self().name(), facts.installId());
  }

  /** Nothing may run, and nothing may lie, where a member is about to begin without data. */
  private void clear(String why) {
    stop(why);
    moveAside();
  }

  private void stop(String why) {
    stop(why, false);
  }

  private void stop(String why, boolean inTurn) {
    Status status = facts.service().status();
    boolean down = status == Status.STOPPED || status == Status.ABSENT;
    if (!down || !facts.service().pids().isEmpty()) {
      Optional<HostPath> empty = facts.data().hasWal() ? Optional.empty() : Optional.of(member);
      changes.add(new ServiceChange.StopService(Layout.SERVICE, why, inTurn, empty));
    }
  }

  private void moveAside() {
    if (facts.data().memberThere()) {
      HostPath aside = Layout.aside(config.dataDir()).child("member-" + facts.draws().stamp());
      changes.add(new StartChange.MoveDataAside(member, aside, facts.data().hasWal()));
    }
  }

  private void write(Mark intended) {
    if (!isKnown(intended)) {
      changes.add(new StartChange.WriteMark(intended, member, shared));
    }
  }

  private void start(Content first, Mark intended, List<Member> peers, boolean joins) {
    EtcdId id = intended.id().orElseThrow();
    NodeFile permit = new NodeFile(Layout.FIRST, first, Marks.OWNERSHIP);
    changes.add(new StartChange.PermitFirstStart(permit, member, id, peers, joins));
    changes.add(new ServiceChange.StartService(Layout.SERVICE));
    Mark started = mark(id, Mark.State.STARTED, intended.details().orElseThrow());
    HostPath wrong = Layout.aside(config.dataDir()).child("wrong-" + facts.draws().stamp());
    changes.add(new StartChange.ConfirmStarted(started, config.self(), member, wrong, shared));
  }

  private Mark mark(EtcdId id, Mark.State state, Mark.Details details) {
    return Mark.of(config.self().name().value(), id, state, details);
  }

  private Mark.Details details(Birth birth) {
    return new Mark.Details(
        birth.token(), birth.clusterId(), facts.installId(), facts.draws().when());
  }

  private boolean isKnown(Mark mark) {
    return Marks.contains(facts.card().marks(), mark)
        && (!shared || Marks.contains(facts.seed().marks(), mark));
  }
}
