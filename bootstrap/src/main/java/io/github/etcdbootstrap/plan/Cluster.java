package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.Sha256;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What etcd itself says, on this host and on the others, and what it can be asked to change. */
public interface Cluster {
  /**
   * Whose lists, statuses, lock and keys count from now on: what answers at the members' addresses
   * may be somebody else's.
   *
   * @param cluster empty: of any
   */
  void expect(Optional<EtcdId> cluster);

  /** The own member's loopback page `/health`. */
  OwnHealth ownHealth(URI metrics);

  /**
   * The SHA-256 of the certificate that this host's own etcd shows at one of its addresses; empty
   * if nothing shows one.
   *
   * @param url `https://ADDRESS:PORT`
   */
  default Optional<Sha256> served(URI url) {
    return Optional.empty();
  }

  /**
   * Which etcd runs on this host, by its own word on its peer port, for which it needs no quorum;
   * empty if nothing says it.
   */
  Optional<EtcdVersion> ownVersion();

  /** As which member the etcd on this host runs, by its metrics; empty if nothing says it. */
  Optional<EtcdId> ownId();

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

  /** Every voter's hash over its data, at the newest revision that all who answer have. */
  List<DataHash> hashes();

  /**
   * Tries once to take the lock under which one node at a time changes the membership or restarts
   * its etcd. A lock is no fence: see {@link #holdsLock}. A lock that this card's last run left
   * behind is taken from it: two runs on one host never overlap.
   *
   * @param holder shown to whoever wants it meanwhile
   * @param installId of this card
   */
  LockAnswer lock(MemberName holder, String installId);

  /** Whether the lock is still held, asked linearizably, and for at least so long. */
  boolean holdsLock(Duration atLeast);

  /**
   * Gives the lock back, by revoking its lease; without one nothing happens.
   *
   * @return whether nobody is kept waiting: a quorum has it on its disks that the lock is free
   */
  boolean unlock();

  /** Adds a learner that has not started; its ID is in the list then. */
  CallAnswer addLearner(String peerUrl);

  /**
   * A write through each of these members that changes no key: what its page has shown before is
   * then on its disk, from where no power cut takes it back.
   *
   * @return whether all took it
   */
  boolean flush(List<Member> members);

  CallAnswer promote(EtcdId learner);

  CallAnswer remove(EtcdId member);

  /** Member update: gives a voter another peer URL. */
  CallAnswer changePeerUrl(EtcdId voter, String peerUrl);

  /** Whether the cluster remembers that this member was replaced while nobody watched. */
  boolean replacedUnattended(MemberName name);

  /** Makes the cluster remember that, or forget it. */
  void rememberReplaced(MemberName name, boolean unattended);

  /** Who would give a snapshot of the database now. */
  SnapshotSources snapshotSources();

  /**
   * Voters that answer.
   *
   * @param urls their client URLs, the best first: another host's before the own, and of those not
   *     the leader's
   * @param others why each of the others is not among them
   */
  record SnapshotSources(List<URI> urls, List<String> others) {
    public SnapshotSources {
      urls = List.copyOf(urls);
      others = List.copyOf(others);
    }
  }

  /** Answers the other founders on this host's own 2380 until it is closed. */
  Meeting meet(Birth birth);

  /**
   * What came of trying for the lock.
   *
   * @param reason for {@code TAKEN} the holder's name, else why it cannot be had
   */
  record LockAnswer(Kind kind, String reason) {
    public static final LockAnswer HELD = new LockAnswer(Kind.HELD, "");

    /** How it went. */
    public enum Kind {
      HELD,
      TAKEN,
      /** This run had it, and its lease is over: what it was about to do rests on nothing now. */
      LOST,
      NO_QUORUM,
      /** An alarm forbids writing. */
      ALARM
    }
  }

  /** What a member call came to; only {@code NO_ANSWER} leaves open whether it was done. */
  record CallAnswer(Kind kind, String reason) {
    public static final CallAnswer DONE = new CallAnswer(Kind.DONE, "");

    /** How etcd answered (api/v3rpc/rpctypes/error.go). */
    public enum Kind {
      DONE,
      /** The serving member is not connected to all voters, or was not for 5 s. */
      UNHEALTHY,
      TOO_MANY_LEARNERS,
      NOT_IN_SYNC,
      REFUSED,
      NO_ANSWER
    }
  }

  /** Founders whose seed is not shared prove to each other that none of them has started. */
  interface Meeting extends AutoCloseable {
    /** What each other founder is, in the birth's order; asks all of them now. */
    List<Presence> others();

    /** From now on this host answers "met" instead of "unstarted". */
    void sayMet();

    @Override
    void close();

    /** What answers on a founder's 2380. */
    enum Presence {
      /** Nothing, something else, another token, or another name. */
      ABSENT,
      UNSTARTED,
      MET,
      /** An etcd of this birth, to which this host's member has not started. */
      STARTED,
      /** An etcd of this birth, to which this host's member has run, or is none any more. */
      KNOWS_US
    }
  }

  /**
   * @param answers whether anything of etcd's answered at all
   * @param healthy a learner's says true too
   * @param reason why it is not healthy, in etcd's words if it has any
   */
  record OwnHealth(boolean answers, boolean healthy, String reason) {
    public static final OwnHealth SILENT =
        new OwnHealth(false, false, "nothing answers on its metrics page");
  }

  /**
   * A peer's own page; {@code list} only of EMPTY and FORMED.
   *
   * @param reason for SILENT and UNREADABLE, what was met
   * @param date what time it is there
   */
  record PeerPage(
      Member peer,
      Answer answer,
      Optional<MemberList> list,
      String reason,
      Optional<Instant> date) {
    public PeerPage(Member peer, Answer answer, Optional<MemberList> list, String reason) {
      this(peer, answer, list, reason, Optional.empty());
    }

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

    public List<ListedMember> voters() {
      return members.stream().filter(m -> !m.learner()).toList();
    }

    public MemberList without(EtcdId id) {
      return new MemberList(clusterId, members.stream().filter(m -> !m.id().equals(id)).toList());
    }

    public Optional<ListedMember> at(String peerUrl) {
      return members.stream().filter(m -> m.peerUrls().contains(peerUrl)).findFirst();
    }
  }

  /**
   * A member of the list; it is published once it has client URLs.
   *
   * @param name empty until it is published
   * @param peerUrls such as https://192.168.7.11:2380
   */
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

  /**
   * A line of the table; numbers are 0 if the member did not answer.
   *
   * @param endpoint its client URL
   * @param version such as 3.5.2; empty if it did not answer
   * @param dbSize of its database, in bytes
   */
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

    /** Whether it is what answers on this address's client port. */
    public boolean answersAt(IpAddress address) {
      return !version.isEmpty() && endpoint.equals("https://" + address.inUrl() + ":2379");
    }

    /** It answers and has a leader: an alarm, which is the whole cluster's, takes no vote away. */
    public boolean votes() {
      return !version.isEmpty() && errors.stream().noneMatch(e -> e.contains("no leader"));
    }
  }
}
