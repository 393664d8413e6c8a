package io.github.etcdbootstrap.sim;

import java.util.ArrayList;
import java.util.List;

/** A write-ahead log as it lies on a card: what a member has promised. */
final class Log {
  final long member;
  final long cluster;
  final List<Entry> entries = new ArrayList<>();
  long term;

  /** For whom it voted in that term; 0 for nobody. */
  long vote;

  int commit;

  /** The commit that a power cut leaves: etcd flushes it only together with an entry. */
  int flushedCommit;

  /** Empty, or why etcd cannot read it. */
  String damage = "";

  Log(long member, long cluster) {
    this.member = member;
    this.cluster = cluster;
  }

  Log copy() {
    Log copy = new Log(member, cluster);
    copy.entries.addAll(entries);
    copy.term = term;
    copy.vote = vote;
    copy.commit = commit;
    copy.flushedCommit = flushedCommit;
    copy.damage = damage;
    return copy;
  }

  long lastTerm() {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).term();
  }

  /** Raft's comparison of logs. */
  boolean isAtLeastAsRecentAs(Log other) {
    return lastTerm() > other.lastTerm()
        || lastTerm() == other.lastTerm() && entries.size() >= other.entries.size();
  }

  void append(Entry entry) {
    entries.add(entry);
    flushedCommit = commit;
  }

  /** A term seen elsewhere. */
  void riseTo(long seen) {
    if (seen > term) {
      term = seen;
      vote = 0;
    }
  }

  void powerCut() {
    commit = flushedCommit;
  }
}
