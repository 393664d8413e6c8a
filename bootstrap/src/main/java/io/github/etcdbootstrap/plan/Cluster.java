package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Member;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What etcd itself says, on this host and on the others. Nothing here changes it. */
public interface Cluster {
  /** The own member's loopback page: `/health` and, for a learner, `/metrics`. */
  OwnHealth ownHealth(URI metrics);

  /** Each member's `https://ADDRESS:2380/members`, asked in parallel; in the order given. */
  List<PeerPage> pages(List<Member> members);

  /**
   * Those to whose peer port a TCP connection comes about within a second: enough to say who is up
   * while one waits, and no ground for a decision.
   */
  List<Member> listening(List<Member> members);

  /** The linearizable list of members; empty if no quorum answers in time. */
  Optional<MemberList> members();

  /** Every listed member's status, for the table; one that does not answer has the reason. */
  List<MemberStatus> statuses();

  /**
   * @param answers whether anything of etcd's answered at all
   * @param learner a learner's health says true too
   * @param reason why it is not healthy, in etcd's words if it has any
   */
  record OwnHealth(boolean answers, boolean healthy, boolean learner, String reason) {
    public static final OwnHealth SILENT =
        new OwnHealth(false, false, false, "nothing answers on its metrics page");
  }

  /**
   * A peer's own page; {@code list} only of EMPTY and FORMED.
   *
   * @param reason for SILENT and UNREADABLE, what was met
   */
  record PeerPage(Member peer, Answer answer, Optional<MemberList> list, String reason) {
    /** How it answered. */
    public enum Answer {
      /** No TCP connection came about: refused, no route, nothing in 5 s, asked twice. */
      SILENT,
      /** It answers, and nobody has published client URLs yet. */
      EMPTY,
      /** It answers, and somebody has. */
      FORMED,
      /** Connected, then a TLS failure, a hang or garbage. */
      UNREADABLE
    }

    public boolean readable() {
      return list.isPresent();
    }
  }

  /** Members as a page or the cluster lists them. */
  record MemberList(EtcdId clusterId, List<ListedMember> members) {
    public MemberList {
      members = List.copyOf(members);
    }

    public Optional<ListedMember> member(EtcdId id) {
      return members.stream().filter(m -> m.id().equals(id)).findFirst();
    }
  }

  /** A member is published once it has client URLs. */
  record ListedMember(
      EtcdId id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
    public ListedMember {
      peerUrls = List.copyOf(peerUrls);
      clientUrls = List.copyOf(clientUrls);
    }

    public boolean published() {
      return !clientUrls.isEmpty();
    }
  }

  /** A line of the table; numbers are 0 if the member did not answer. */
  record MemberStatus(
      ListedMember member,
      EtcdId clusterId,
      String endpoint,
      String version,
      long dbSize,
      boolean leader,
      long raftTerm,
      long raftIndex,
      long raftAppliedIndex,
      boolean healthy,
      List<String> errors) {
    public MemberStatus {
      errors = List.copyOf(errors);
    }

    /** It answers and has a leader: an alarm, which is the whole cluster's, takes no vote away. */
    public boolean votes() {
      return !version.isEmpty() && errors.stream().noneMatch(e -> e.contains("no leader"));
    }
  }
}
