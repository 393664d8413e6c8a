package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Cluster;
import io.github.etcdbootstrap.plan.Cluster.PeerPage.Answer;
import io.github.etcdbootstrap.plan.DataHash;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What the simulated etcds answer to one run of the program. */
final class SimCluster implements Cluster {
  private final SimWorld world;
  private final Pi pi;
  private final Run run;
  private final MemberSteps steps;

  SimCluster(SimWorld world, Pi pi, Run run) {
    this.world = world;
    this.pi = pi;
    this.run = run;
    this.steps = new MemberSteps(world, pi, run);
  }

  @Override
  public void expect(Optional<EtcdId> cluster) {
    steps.expect(cluster.map(EtcdId::value).orElse(0L));
  }

  @Override
  public OwnHealth ownHealth(URI metrics) {
    run.touch();
    Etcd own = pi.etcd;
    if (own == null) {
      return OwnHealth.SILENT;
    }
    boolean healthy = world.raft.leaderOf(own) != null && !isTakenForGone();
    return new OwnHealth(true, healthy, healthy ? "" : "no leader");
  }

  @Override
  public Optional<EtcdVersion> ownVersion() {
    return Optional.empty();
  }

  @Override
  public Optional<EtcdId> ownId() {
    run.touch();
    return Optional.ofNullable(pi.etcd).map(etcd -> new EtcdId(etcd.id()));
  }

  @Override
  public List<PeerPage> pages(List<Member> members) {
    run.touch();
    run.looksAtOthers();
    return members.stream().map(this::page).toList();
  }

  private PeerPage page(Member member) {
    Pi peer = pi(member);
    if (peer == null || !world.reaches(pi, peer)) {
      return new PeerPage(member, Answer.SILENT, Optional.empty(), "no route to host");
    } else if (peer.etcd == null) {
      return peer.meeting != null && peer != pi
          ? new PeerPage(member, Answer.UNREADABLE, Optional.empty(), "answers 404")
          : new PeerPage(member, Answer.SILENT, Optional.empty(), "connection refused");
    }
    Members list = peer.etcd.members();
    return new PeerPage(
        member,
        list.isFormed() ? Answer.FORMED : Answer.EMPTY,
        Optional.of(list.shown(peer.etcd.log.cluster)),
        "answers");
  }

  private Pi pi(Member member) {
    return world.pis.stream()
        .filter(p -> p.name().equals(member.name().value()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<Member> listening(List<Member> members) {
    run.touch();
    return members.stream().filter(m -> isListening(pi(m))).toList();
  }

  private boolean isListening(Pi peer) {
    return peer != null && world.reaches(pi, peer) && (peer.etcd != null || peer.meeting != null);
  }

  @Override
  public Optional<MemberList> members() {
    run.touch();
    run.looksAtOthers();
    if (world.broken == Broken.LIST_NOT_LINEARIZABLE) {
      return anyList();
    } else if (isTakenForGone()) {
      return Optional.empty();
    }
    return Optional.ofNullable(steps.leader()).map(l -> l.members().shown(l.log.cluster));
  }

  private boolean isTakenForGone() {
    return world.broken == Broken.LATE_LOCK_TAKEN_FOR_NONE && run.restarts() && steps.wasLate();
  }

  private Optional<MemberList> anyList() {
    return world.pis.stream()
        .filter(p -> p.etcd != null && world.reaches(pi, p))
        .map(p -> p.etcd.members().shown(p.etcd.log.cluster))
        .findFirst();
  }

  /** `verify` alone asks for them. */
  @Override
  public List<DataHash> hashes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MemberStatus> statuses() {
    run.touch();
    run.looksAtOthers();
    Etcd newest = null;
    for (Pi peer : world.pis) {
      Etcd etcd = peer.etcd;
      if (etcd != null
          && isKnown(peer)
          && steps.isExpected(etcd)
          && (newest == null || etcd.log.commit > newest.log.commit)
          && !etcd.isLearner()) {
        newest = etcd;
      }
    }
    List<MemberStatus> statuses = new ArrayList<>();
    if (newest != null) {
      for (ListedMember m : newest.members().shown(newest.log.cluster).members()) {
        statuses.add(status(m, newest.log.cluster));
      }
    } else {
      for (Member m : pi.config().members()) {
        ListedMember listed =
            new ListedMember(
                new EtcdId(0),
                m.name().value(),
                List.of(pi.config().spec().peerUrl(m)),
                List.of(),
                false);
        statuses.add(down(listed, 0));
      }
    }
    return statuses;
  }

  /** Whoever is not in the inventory is not asked. */
  private boolean isKnown(Pi peer) {
    return peer.number <= run.members && world.reaches(pi, peer);
  }

  private MemberStatus status(ListedMember m, long cluster) {
    for (Pi peer : world.pis) {
      Etcd etcd = peer.etcd;
      if (etcd != null
          && etcd.id() == m.id().value()
          && etcd.log.cluster == cluster
          && isKnown(peer)) {
        boolean led = world.raft.leaderOf(etcd) != null;
        return new MemberStatus(
            m,
            new EtcdId(cluster),
            m.peerUrls().get(0).replace(":2380", ":2379"),
            "3.5.2",
            20 << 10,
            etcd.leader,
            etcd.log.term,
            etcd.log.entries.size(),
            etcd.log.commit,
            led,
            led ? List.of() : List.of("etcdserver: no leader"));
      }
    }
    return down(m, cluster);
  }

  /** Whom it does not reach is well too, as far as a run with a broken rule can see. */
  private boolean isTakenForWell() {
    Broken rule = run.restarts() ? Broken.RESTART_NOT_PROVED : Broken.PROOF_LEFT_OUT;
    return world.broken == rule;
  }

  private MemberStatus down(ListedMember m, long cluster) {
    boolean lie = isTakenForWell();
    List<String> errors = lie ? List.of() : List.of("connection refused");
    return new MemberStatus(
        m, new EtcdId(cluster), "", lie ? "3.5.2" : "", 0, false, 0, 0, 0, lie, errors);
  }

  @Override
  public LockAnswer lock(MemberName holder, String installId) {
    run.touch();
    LockAnswer answer = steps.lock(holder.value(), installId);
    run.step();
    return answer;
  }

  @Override
  public boolean holdsLock(Duration atLeast) {
    run.step();
    return steps.holdsLock();
  }

  @Override
  public boolean unlock() {
    run.touch();
    return steps.unlock();
  }

  @Override
  public CallAnswer addLearner(String peerUrl) {
    return steps.add(peerUrl);
  }

  @Override
  public boolean flush(List<Member> members) {
    run.step();
    return members.stream().allMatch(m -> steps.write(pi(m)));
  }

  @Override
  public CallAnswer promote(EtcdId learner) {
    return steps.promote(learner.value());
  }

  @Override
  public CallAnswer remove(EtcdId member) {
    return steps.remove(member.value());
  }

  @Override
  public CallAnswer changePeerUrl(EtcdId voter, String peerUrl) {
    return steps.move(voter.value(), peerUrl);
  }

  @Override
  public boolean replacedUnattended(MemberName name) {
    run.touch();
    Etcd leader = steps.leader();
    return leader != null
        && world
            .replacedUnattended
            .getOrDefault(leader.log.cluster, new HashSet<>())
            .contains(name.value());
  }

  @Override
  public void rememberReplaced(MemberName name, boolean unattended) {
    run.touch();
    Etcd leader = steps.leader();
    if (leader != null) {
      var names =
          world.replacedUnattended.computeIfAbsent(leader.log.cluster, c -> new HashSet<>());
      if (unattended) {
        names.add(name.value());
      } else {
        names.remove(name.value());
      }
    }
  }

  @Override
  public SnapshotSources snapshotSources() {
    run.touch();
    return steps.leader() == null
        ? new SnapshotSources(List.of(), List.of("nobody serves a snapshot"))
        : new SnapshotSources(List.of(URI.create("https://a.member:2379")), List.of());
  }

  @Override
  public Meeting meet(Birth birth) {
    run.touch();
    return new SimMeeting(world, pi, run, birth);
  }
}
