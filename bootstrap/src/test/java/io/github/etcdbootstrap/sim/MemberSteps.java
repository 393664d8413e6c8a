package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.CallAnswer;
import io.github.etcdbootstrap.plan.Cluster.LockAnswer;
import java.util.List;

/** Calls that change the members or take the lock, with etcd's own checks. */
final class MemberSteps {
  static final long LEASE = 30_000;

  private final SimWorld world;
  private final Pi pi;
  private final Run run;

  /** The cluster that this run means; 0 for any. */
  private long expected;

  private boolean late;

  /** The cluster whose lock this run took. */
  private long lockedIn;

  MemberSteps(SimWorld world, Pi pi, Run run) {
    this.world = world;
    this.pi = pi;
    this.run = run;
  }

  void expect(long cluster) {
    expected = cluster;
  }

  boolean isExpected(Etcd etcd) {
    return expected == 0 || etcd.log.cluster == expected;
  }

  /** Whom the own member, else another, asks for what a quorum has; null without a quorum. */
  Etcd leader() {
    Etcd serving = serving();
    return serving == null ? null : world.raft.leaderOf(serving);
  }

  /** Any that can be asked, this host's own last: it may be the one that goes. */
  private Etcd serving() {
    for (Pi peer : world.pis) {
      if (peer != pi && peer.number <= run.members && world.reaches(pi, peer) && serves(peer)) {
        return peer.etcd;
      }
    }
    return serves(pi) ? pi.etcd : null;
  }

  private boolean serves(Pi peer) {
    return peer.etcd != null
        && isExpected(peer.etcd)
        && !peer.etcd.isLearner()
        && world.raft.leaderOf(peer.etcd) != null;
  }

  LockAnswer lock(String holder, String installId) {
    Etcd leader = leader();
    late = leader != null && isTooSlow();
    if (leader == null || late) {
      return new LockAnswer(LockAnswer.Kind.NO_QUORUM, "no quorum answers");
    }
    SimWorld.Lock there = world.locks.get(leader.log.cluster);
    if (lockedIn != 0 && !isOwn(there)) {
      return new LockAnswer(LockAnswer.Kind.LOST, "its lease is over");
    }
    boolean others = there != null && isValid(there) && !there.installId.equals(installId);
    if (others && world.broken != Broken.LOCK_NOT_TAKEN) {
      return new LockAnswer(LockAnswer.Kind.TAKEN, there.holder);
    }
    world.locks.put(leader.log.cluster, new SimWorld.Lock(installId, holder, run));
    lockedIn = leader.log.cluster;
    return LockAnswer.HELD;
  }

  /** The cluster would have given the lock, and not in time. */
  boolean wasLate() {
    return late;
  }

  private boolean isTooSlow() {
    return world.kind == Kind.SLOW && !world.ending && world.chance.in(40);
  }

  private boolean isOwn(SimWorld.Lock there) {
    return isNeverLost() || there != null && there.run == run && isValid(there);
  }

  private boolean isNeverLost() {
    return world.broken == Broken.LOCK_NOT_TAKEN || world.broken == Broken.LEASE_NOT_LOOKED_AT;
  }

  private boolean isValid(SimWorld.Lock lock) {
    return world.millis < lock.run.keptAliveUntil() + LEASE;
  }

  boolean holdsLock() {
    Etcd leader = leader();
    run.sureOfLock = leader != null && isOwn(world.locks.get(leader.log.cluster));
    return run.sureOfLock;
  }

  /** Whether a quorum has it on its disks that the lock is free. */
  boolean unlock() {
    if (lockedIn == 0) {
      return true;
    }
    Etcd leader = leader();
    SimWorld.Lock there = world.locks.get(lockedIn);
    if (there == null || there.run != run) {
      lockedIn = 0;
      return true;
    } else if (leader == null || leader.log.cluster != lockedIn) {
      return false;
    }
    boolean written = world.raft.propose(leader, Entry.nothing(leader.log.term), world.loss);
    if (written) {
      world.locks.remove(lockedIn);
      lockedIn = 0;
    }
    return written;
  }

  /** Answered once that member has applied it. */
  boolean write(Pi through) {
    Etcd asked = world.reaches(pi, through) ? through.etcd : null;
    Etcd leader = world.raft.leaderOf(asked);
    return leader != null
        && isExpected(leader)
        && world.raft.propose(leader, Entry.nothing(leader.log.term), world.loss)
        && asked.log.commit >= leader.log.entries.size()
        && !world.chance.in(world.loss);
  }

  CallAnswer add(String url) {
    run.step();
    Etcd leader = leader();
    if (leader == null) {
      return noAnswer();
    }
    Members members = leader.members();
    if (members.at(url) != null) {
      return new CallAnswer(CallAnswer.Kind.REFUSED, "etcdserver: Peer URLs already exists");
    } else if (!allConnected(leader)) {
      return unhealthy();
    } else if (members.list().stream().anyMatch(Members.Listed::learner)) {
      return new CallAnswer(CallAnswer.Kind.TOO_MANY_LEARNERS, "too many learner members");
    }
    long id = EtcdId.ofFounder(url, world.draw(8)).value();
    Entry.Kind kind =
        world.broken == Broken.LEARNER_IS_A_VOTER ? Entry.Kind.ADD_VOTER : Entry.Kind.ADD_LEARNER;
    return propose(leader, new Entry(leader.log.term, kind, 0, id, "", url));
  }

  private boolean allConnected(Etcd leader) {
    Etcd serving = serving();
    return leader.members().voters().stream().allMatch(id -> world.raft.isConnected(serving, id));
  }

  CallAnswer promote(long id) {
    run.step();
    Etcd leader = leader();
    if (leader == null) {
      return noAnswer();
    }
    Members.Listed member = leader.members().get(id);
    if (member == null || !member.learner()) {
      return new CallAnswer(CallAnswer.Kind.REFUSED, "etcdserver: not a learner");
    }
    int matched = leader.matched.getOrDefault(id, 0);
    if (matched * 10 < leader.log.entries.size() * 9) {
      return new CallAnswer(CallAnswer.Kind.NOT_IN_SYNC, "not in sync with leader");
    }
    return propose(leader, new Entry(leader.log.term, Entry.Kind.PROMOTE, 0, id, "", ""));
  }

  CallAnswer remove(long id) {
    run.step();
    Etcd leader = leader();
    if (leader == null) {
      return noAnswer();
    }
    Members.Listed member = leader.members().get(id);
    if (member == null) {
      return new CallAnswer(CallAnswer.Kind.REFUSED, "etcdserver: member not found");
    }
    if (!member.learner()) {
      if (isUnsafe(leader, id)) {
        return unhealthy();
      }
      requireMajorityWithout(leader, id);
    }
    if (leader.id() == id) {
      leader = successor(leader);
      if (leader == null) {
        return noAnswer();
      }
    }
    return propose(leader, new Entry(leader.log.term, Entry.Kind.REMOVE, 0, id, "", ""));
  }

  /** A leader hands over its lead before it goes. */
  private Etcd successor(Etcd leader) {
    Etcd next = serving();
    if (next == leader || next == null) {
      return null;
    }
    world.raft.replicate(leader, world.loss);
    world.raft.campaign(next, world.loss);
    run.step();
    return world.raft.leaderOf(next) == next ? next : null;
  }

  /** etcd's own check: a member that is down may go, one that is needed may not. */
  private boolean isUnsafe(Etcd leader, long id) {
    Etcd serving = serving();
    if (!world.raft.isConnected(serving, id)) {
      return false;
    }
    List<Long> voters = leader.members().voters();
    long connected = voters.stream().filter(v -> world.raft.isConnected(serving, v)).count();
    return world.broken != Broken.PROOF_LEFT_OUT && connected - 1 < 1 + (voters.size() - 1) / 2;
  }

  /** Of what stays a majority is up, or was when this run last asked. */
  private void requireMajorityWithout(Etcd leader, long id) {
    List<Long> rest = leader.members().voters().stream().filter(v -> v != id).toList();
    long up = rest.stream().filter(v -> world.wasUp(leader.log.cluster, v, run.began())).count();
    if (rest.isEmpty() || up <= rest.size() / 2) {
      throw new Violation(
          Violation.Rule.REMOVAL,
          "%s removes %x; of the %d voters that stay %d are up".formatted(pi, id, rest.size(), up));
    }
  }

  CallAnswer move(long id, String url) {
    run.step();
    Etcd leader = leader();
    if (leader == null) {
      return noAnswer();
    } else if (leader.members().get(id) == null) {
      return new CallAnswer(CallAnswer.Kind.REFUSED, "etcdserver: member not found");
    }
    return propose(leader, new Entry(leader.log.term, Entry.Kind.MOVE, 0, id, "", url));
  }

  private CallAnswer propose(Etcd leader, Entry entry) {
    if (!world.raft.mayChangeMembers(leader)) {
      return noAnswer();
    }
    world.tell(() -> "%s: %s %x %s".formatted(pi, entry.kind(), entry.id(), entry.url()));
    boolean done = world.raft.propose(leader, entry, world.loss);
    run.step();
    return done && !world.chance.in(world.loss) ? CallAnswer.DONE : noAnswer();
  }

  private static CallAnswer noAnswer() {
    return new CallAnswer(CallAnswer.Kind.NO_ANSWER, "no answer in time");
  }

  private static CallAnswer unhealthy() {
    return new CallAnswer(CallAnswer.Kind.UNHEALTHY, "etcdserver: unhealthy cluster");
  }
}
