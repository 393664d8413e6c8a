package io.github.etcdbootstrap.sim;

import java.util.Arrays;
import java.util.List;

/** Elections and replication among the etcds that reach each other, a message at a time. */
final class Raft {
  private final SimWorld world;

  Raft(SimWorld world) {
    this.world = world;
  }

  /** The etcd that runs as this member of this cluster, if {@code from} reaches it. */
  private Etcd reach(Etcd from, long id) {
    for (Pi pi : world.pis) {
      Etcd other = pi.etcd;
      if (other != null
          && other.id() == id
          && other.log.cluster == from.log.cluster
          && world.reaches(from.pi, pi)) {
        return other;
      }
    }
    return null;
  }

  /** The leader that this etcd follows, if it could commit something now. */
  Etcd leaderOf(Etcd etcd) {
    if (etcd == null) {
      return null;
    }
    for (Pi pi : world.pis) {
      Etcd other = pi.etcd;
      if (other != null
          && other.leader
          && other.log.cluster == etcd.log.cluster
          && (other == etcd || world.reaches(etcd.pi, pi))
          && other.log.term >= etcd.log.term
          && other.members().get(etcd.id()) != null
          && hasQuorum(other)) {
        return other;
      }
    }
    return null;
  }

  boolean hasQuorum(Etcd leader) {
    int up = 0;
    List<Long> voters = leader.members().voters();
    for (long id : voters) {
      Etcd other = id == leader.id() ? leader : reach(leader, id);
      if (other != null && other.log.term <= leader.log.term) {
        up++;
      }
    }
    return up > voters.size() / 2;
  }

  boolean isConnected(Etcd from, long id) {
    return from.id() == id || reach(from, id) != null;
  }

  /** One that has no leader asks for votes. */
  void campaign(Etcd candidate, int lossPercent) {
    if (!candidate.isVoter()) {
      return;
    }
    candidate.stepDown();
    Log log = candidate.log;
    if (!wouldWin(candidate, lossPercent)) {
      return;
    }
    log.term++;
    log.vote = log.member;
    world.truth.promised(log);
    int votes = 1;
    List<Long> voters = candidate.members().voters();
    for (long id : voters) {
      Etcd other = id == log.member ? null : reach(candidate, id);
      if (other == null || world.chance.in(lossPercent)) {
        continue;
      } else if (other.log.term > log.term) {
        log.riseTo(other.log.term);
        return;
      }
      if (other.log.term < log.term) {
        other.log.riseTo(log.term);
        other.stepDown();
      }
      if (other.log.vote == 0 && log.isAtLeastAsRecentAs(other.log)) {
        other.log.vote = log.member;
        world.truth.promised(other.log);
        votes++;
      }
    }
    if (votes > voters.size() / 2) {
      candidate.leader = true;
      world.tell(() -> candidate.pi + " leads in term " + log.term);
      world.truth.elected(log);
      propose(candidate, Entry.nothing(log.term), lossPercent);
    }
  }

  /** Asked before any term rises (etcd's pre-vote): who cannot win disturbs nobody. */
  private boolean wouldWin(Etcd candidate, int lossPercent) {
    Log log = candidate.log;
    int votes = 1;
    List<Long> voters = candidate.members().voters();
    for (long id : voters) {
      Etcd other = id == log.member ? null : reach(candidate, id);
      if (other == null || world.chance.in(lossPercent)) {
        continue;
      }
      log.riseTo(other.log.term);
      votes += log.isAtLeastAsRecentAs(other.log) ? 1 : 0;
    }
    return votes > voters.size() / 2;
  }

  /** Whether the entry is committed when this returns; else it may be so later, or never. */
  boolean propose(Etcd leader, Entry entry, int lossPercent) {
    leader.log.append(entry);
    int at = leader.log.entries.size();
    world.truth.promised(leader.log);
    replicate(leader, lossPercent);
    return leader.leader && leader.log.commit >= at;
  }

  /** One change of the members at a time, as raft has it. */
  boolean mayChangeMembers(Etcd leader) {
    Log log = leader.log;
    for (int i = log.commit; i < log.entries.size(); i++) {
      switch (log.entries.get(i).kind()) {
        case ADD_LEARNER, ADD_VOTER, PROMOTE, REMOVE, MOVE -> {
          return false;
        }
        default -> {}
      }
    }
    return true;
  }

  /** The leader sends what it has; what a majority of disks holds is committed. */
  void replicate(Etcd leader, int lossPercent) {
    boolean more = true;
    while (more && leader.leader) {
      for (Members.Listed member : leader.members().list()) {
        Etcd other = member.id() == leader.id() ? null : reach(leader, member.id());
        if (other != null && !world.chance.in(lossPercent) && !send(leader, other)) {
          return;
        }
      }
      more = commit(leader);
    }
  }

  /** False if the other knows a newer term. */
  private boolean send(Etcd leader, Etcd other) {
    Log from = leader.log;
    Log to = other.log;
    if (to.term > from.term) {
      from.riseTo(to.term);
      leader.stepDown();
      return false;
    }
    if (to.term < from.term || other.leader) {
      to.riseTo(from.term);
      other.stepDown();
    }
    Integer matched = leader.matched.get(to.member);
    if (matched != null && matched > to.entries.size()) {
      to.damage = "tocommit(" + matched + ") is out of range";
      other.pi.die("panics: " + to.damage);
      return true;
    }
    copy(from, to, other);
    leader.matched.put(to.member, to.entries.size());
    world.truth.promised(to);
    advance(other, Math.min(from.commit, to.entries.size()));
    return true;
  }

  private void copy(Log from, Log to, Etcd other) {
    int same = 0;
    int both = Math.min(from.entries.size(), to.entries.size());
    if (both > 0 && from.entries.get(both - 1) == to.entries.get(both - 1)) {
      same = both;
    }
    while (same < both && from.entries.get(same).equals(to.entries.get(same))) {
      same++;
    }
    if (same < to.entries.size()) {
      if (same < to.commit) {
        throw new Violation(
            Violation.Rule.SECOND_CLUSTER, other.pi + " is to forget what is committed in its log");
      }
      to.entries.subList(same, to.entries.size()).clear();
    }
    for (int i = same; i < from.entries.size(); i++) {
      to.append(from.entries.get(i));
    }
  }

  private boolean commit(Etcd leader) {
    Log log = leader.log;
    List<Long> voters = leader.members().voters();
    int[] matches = new int[voters.size()];
    for (int i = 0; i < matches.length; i++) {
      long id = voters.get(i);
      matches[i] = id == log.member ? log.entries.size() : leader.matched.getOrDefault(id, 0);
    }
    Arrays.sort(matches);
    int held = matches.length == 0 ? 0 : matches[(matches.length - 1) / 2];
    if (held > log.commit && log.entries.get(held - 1).term() == log.term) {
      advance(leader, held);
      return true;
    }
    return false;
  }

  private void advance(Etcd etcd, int to) {
    Log log = etcd.log;
    if (to > log.commit) {
      world.truth.committed(log, log.commit, to);
      log.commit = to;
      etcd.apply();
    }
  }

  /** Everything that etcds do by themselves, once. */
  void tick(int lossPercent) {
    for (Pi pi : world.pis) {
      Etcd etcd = pi.etcd;
      if (etcd == null) {
        continue;
      }
      if (etcd.leader && !hasQuorum(etcd)) {
        etcd.stepDown();
      }
      if (etcd.members().isRemoved(etcd.id())) {
        lastMessages(etcd);
        continue;
      }
      if (etcd.leader) {
        replicate(etcd, lossPercent);
      } else if (leaderOf(etcd) == null) {
        askedToLeave(etcd);
        if (pi.etcd == etcd && !world.chance.in(lossPercent)) {
          campaign(etcd, lossPercent);
        }
      } else {
        publish(etcd, lossPercent);
      }
      if (pi.etcd == etcd && etcd.leader) {
        publish(etcd, lossPercent);
      }
    }
  }

  /** A removed member goes on for a second, which is many messages: so the others hear of it. */
  private void lastMessages(Etcd etcd) {
    if (etcd.leader) {
      replicate(etcd, 0);
    }
    etcd.pi.die("is removed for ever");
  }

  private void publish(Etcd etcd, int lossPercent) {
    Etcd leader = leaderOf(etcd);
    Members.Listed self = leader == null ? null : leader.members().get(etcd.id());
    if (self != null && !self.published() && !world.chance.in(lossPercent)) {
      String name = etcd.pi.name();
      Entry entry = new Entry(leader.log.term, Entry.Kind.PUBLISH, 0, etcd.id(), name, self.url());
      boolean waits =
          leader.log.entries.subList(leader.log.commit, leader.log.entries.size()).contains(entry);
      if (!waits) {
        propose(leader, entry, lossPercent);
      }
    }
  }

  /** Who asks a member that knows of its removal is told so, and ends. */
  private void askedToLeave(Etcd etcd) {
    for (Pi pi : world.pis) {
      Etcd other = pi.etcd;
      if (other != null
          && other.log.cluster == etcd.log.cluster
          && world.reaches(etcd.pi, pi)
          && other.members().isRemoved(etcd.id())) {
        etcd.pi.die("is told that it is removed for ever");
        return;
      }
    }
  }
}
