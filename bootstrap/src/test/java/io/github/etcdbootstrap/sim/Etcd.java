package io.github.etcdbootstrap.sim;

import java.util.HashMap;
import java.util.Map;

/** A running etcd: what it has in memory. */
final class Etcd {
  final Pi pi;
  final Log log;

  /** Applied, or, before anything is, what a peer said when it joined. */
  private Members members;

  private boolean fetchedOnly;
  boolean leader;

  /** Of a leader: how far each member's log is known to agree. */
  final Map<Long, Integer> matched = new HashMap<>();

  Etcd(Pi pi, Log log, Members fetched) {
    this.pi = pi;
    this.log = log;
    this.fetchedOnly = fetched != null && log.commit == 0;
    this.members = fetchedOnly ? fetched : Members.of(log);
  }

  Members members() {
    return members;
  }

  void apply() {
    if (log.commit > 0 && fetchedOnly) {
      members = new Members();
      fetchedOnly = false;
    }
    members.apply(log);
  }

  long id() {
    return log.member;
  }

  boolean isVoter() {
    return members.isVoter(id()) && log.commit > 0;
  }

  boolean isLearner() {
    Members.Listed self = members.get(id());
    return self != null && self.learner();
  }

  void stepDown() {
    leader = false;
    matched.clear();
  }
}
