package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The members of a cluster as the applied part of a log has them. */
final class Members {
  private final Map<Long, Listed> listed = new LinkedHashMap<>();
  private final Set<Long> removed = new HashSet<>();
  private int applied;

  /** One of them. */
  record Listed(long id, String name, String url, boolean published, boolean learner) {}

  static Members of(Log log) {
    Members members = new Members();
    members.apply(log);
    return members;
  }

  Members copy() {
    Members copy = new Members();
    copy.listed.putAll(listed);
    copy.removed.addAll(removed);
    return copy;
  }

  /** Applies what is committed and not yet applied. */
  void apply(Log log) {
    while (applied < log.commit) {
      apply(log.entries.get(applied));
      applied++;
    }
  }

  private void apply(Entry e) {
    Listed was = listed.get(e.id());
    switch (e.kind()) {
      case FOUNDER -> listed.put(e.id(), new Listed(e.id(), e.name(), e.url(), false, false));
      case ADD_LEARNER -> listed.put(e.id(), new Listed(e.id(), "", e.url(), false, true));
      case ADD_VOTER -> listed.put(e.id(), new Listed(e.id(), "", e.url(), false, false));
      case REMOVE -> {
        listed.remove(e.id());
        removed.add(e.id());
      }
      case PROMOTE -> replace(was, w -> new Listed(w.id, w.name, w.url, w.published, false));
      case MOVE -> replace(was, w -> new Listed(w.id, w.name, e.url(), w.published, w.learner));
      case PUBLISH -> replace(was, w -> new Listed(w.id, e.name(), w.url, true, w.learner));
      default -> {}
    }
  }

  private void replace(Listed was, UnaryOperator<Listed> by) {
    if (was != null) {
      listed.put(was.id, by.apply(was));
    }
  }

  List<Listed> list() {
    return List.copyOf(listed.values());
  }

  int size() {
    return listed.size();
  }

  Listed get(long id) {
    return listed.get(id);
  }

  boolean isRemoved(long id) {
    return removed.contains(id);
  }

  boolean isVoter(long id) {
    Listed member = listed.get(id);
    return member != null && !member.learner;
  }

  List<Long> voters() {
    List<Long> voters = new ArrayList<>();
    listed.values().stream().filter(m -> !m.learner).forEach(m -> voters.add(m.id));
    return voters;
  }

  Listed at(String url) {
    return listed.values().stream().filter(m -> m.url.equals(url)).findFirst().orElse(null);
  }

  /** As etcd shows it. */
  MemberList shown(long cluster) {
    List<ListedMember> members = new ArrayList<>();
    for (Listed m : listed.values()) {
      members.add(
          new ListedMember(
              new EtcdId(m.id),
              m.name,
              List.of(m.url),
              m.published ? List.of(m.url.replace(":2380", ":2379")) : List.of(),
              m.learner));
    }
    return new MemberList(new EtcdId(cluster), members);
  }

  boolean isFormed() {
    return listed.values().stream().anyMatch(Listed::published);
  }
}
