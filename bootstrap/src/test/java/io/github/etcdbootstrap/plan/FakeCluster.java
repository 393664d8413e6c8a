package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers what a test tells it to; everybody is silent at first. */
public final class FakeCluster implements Cluster {
  public final Map<Member, Supplier<PeerPage>> pages = new HashMap<>();
  public final List<Member> asked = new ArrayList<>();
  public final List<MemberStatus> statuses = new ArrayList<>();
  public final Map<URI, Supplier<Sha256>> served = new HashMap<>();
  public Supplier<Optional<EtcdId>> ownId = Optional::empty;
  public Optional<EtcdVersion> ownVersion = Optional.empty();
  public Supplier<OwnHealth> health = () -> OwnHealth.SILENT;
  public Optional<MemberList> members = Optional.empty();

  /** Whose answers count. */
  public Optional<EtcdId> expected = Optional.empty();

  @Override
  public void expect(Optional<EtcdId> cluster) {
    expected = cluster;
  }

  @Override
  public OwnHealth ownHealth(URI metrics) {
    return health.get();
  }

  @Override
  public Optional<Sha256> served(URI url) {
    return Optional.ofNullable(served.get(url)).map(Supplier::get);
  }

  @Override
  public List<Member> listening(List<Member> members) {
    return members.stream().filter(m -> page(m).answer() != PeerPage.Answer.SILENT).toList();
  }

  @Override
  public Optional<EtcdVersion> ownVersion() {
    return ownVersion;
  }

  @Override
  public Optional<EtcdId> ownId() {
    return ownId.get();
  }

  @Override
  public List<PeerPage> pages(List<Member> members) {
    asked.addAll(members);
    return members.stream().map(this::page).toList();
  }

  private PeerPage page(Member member) {
    return pages.getOrDefault(member, () -> silent(member)).get();
  }

  static PeerPage silent(Member member) {
    return new PeerPage(member, PeerPage.Answer.SILENT, Optional.empty(), "connection refused");
  }

  @Override
  public Optional<MemberList> members() {
    return members;
  }

  @Override
  public List<MemberStatus> statuses() {
    return statuses;
  }

  /** One answer after the other; the last again and again. */
  public final List<List<DataHash>> hashes = new ArrayList<>();

  @Override
  public List<DataHash> hashes() {
    if (hashes.isEmpty()) {
      return List.of();
    }
    return hashes.size() > 1 ? hashes.remove(0) : hashes.get(0);
  }

  /** Who has the lock; empty while nobody has. */
  public LockAnswer lock = LockAnswer.HELD;

  /** How each member call is answered, by its name: "remove 1a2b". */
  public Function<String, CallAnswer> calls = call -> CallAnswer.DONE;

  /** The member calls made, in order; "lock" and "unlock" among them. */
  public final List<String> made = new ArrayList<>();

  /** Who would give a snapshot. */
  public SnapshotSources snapshotSources =
      new SnapshotSources(
          List.of(URI.create("https://192.168.7.12:2379"), URI.create("https://192.168.7.13:2379")),
          List.of("x-k3s-m-1: silent"));

  public final Set<MemberName> replacedUnattended = new HashSet<>();
  private boolean held;

  @Override
  public LockAnswer lock(MemberName holder, String installId) {
    held = lock.equals(LockAnswer.HELD);
    if (held) {
      made.add("lock");
    }
    return lock;
  }

  @Override
  public boolean holdsLock(Duration atLeast) {
    return held;
  }

  @Override
  public boolean unlock() {
    if (held) {
      made.add("unlock");
    }
    held = false;
    return true;
  }

  @Override
  public CallAnswer addLearner(String peerUrl) {
    return call("add " + peerUrl);
  }

  /** Whether members take a write that changes nothing. */
  public BooleanSupplier flushes = () -> true;

  @Override
  public boolean flush(List<Member> members) {
    made.add("flush " + members.stream().map(m -> m.name().value()).toList());
    return flushes.getAsBoolean();
  }

  @Override
  public CallAnswer promote(EtcdId learner) {
    return call("promote " + learner);
  }

  @Override
  public CallAnswer remove(EtcdId member) {
    return call("remove " + member);
  }

  @Override
  public CallAnswer changePeerUrl(EtcdId voter, String peerUrl) {
    return call("move " + voter + " " + peerUrl);
  }

  private CallAnswer call(String words) {
    made.add(words);
    return calls.apply(words);
  }

  @Override
  public boolean replacedUnattended(MemberName name) {
    return replacedUnattended.contains(name);
  }

  @Override
  public void rememberReplaced(MemberName name, boolean unattended) {
    if (unattended) {
      replacedUnattended.add(name);
    } else {
      replacedUnattended.remove(name);
    }
  }

  @Override
  public SnapshotSources snapshotSources() {
    return snapshotSources;
  }

  /** Nobody is met unless a test says so. */
  public Function<Birth, Meeting> meeting =
      birth -> {
        throw new UnsupportedOperationException("nobody is met here");
      };

  @Override
  public Meeting meet(Birth birth) {
    return meeting.apply(birth);
  }
}
