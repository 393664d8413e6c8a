package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.model.TlsIdentity;
import io.github.etcdbootstrap.plan.Cluster;
import io.github.etcdbootstrap.plan.DataHash;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The cluster as it is: pages by plain Java, and gRPC, whose thousands of classes cost a second on
 * a Pi, only where a list or a status is asked for.
 */
public final class JetcdCluster implements Cluster, AutoCloseable {
  private static final Duration AN_INSTANT = Duration.ofMillis(1);

  private final NodeConfig config;
  private final Supplier<TlsIdentity> peer;
  private final Supplier<TlsIdentity> client;
  private volatile Optional<EtcdId> ours = Optional.empty();
  private Optional<ClusterLock> lock = Optional.empty();
  private GrpcChannels channels;
  private Thread atEnd;
  private boolean prepared;

  /**
   * @param peer who we are to the members' peer ports; asked for only when needed
   * @param client likewise to their client ports
   */
  public JetcdCluster(NodeConfig config, Supplier<TlsIdentity> peer, Supplier<TlsIdentity> client) {
    this.config = config;
    this.peer = peer;
    this.client = client;
  }

  @Override
  public void expect(Optional<EtcdId> cluster) {
    ours = cluster;
  }

  @Override
  public OwnHealth ownHealth(URI metrics) {
    return new OwnMember(metrics).health();
  }

  @Override
  public Optional<Sha256> served(URI url) {
    return ShownCertificate.at(url, (url.getPort() == PeerPort.NUMBER ? peer : client).get());
  }

  @Override
  public Optional<EtcdVersion> ownVersion() {
    return new PeerPages(peer, config.self().address()).version(config.self());
  }

  @Override
  public Optional<EtcdId> ownId() {
    return new OwnMember(config.endpoints().metrics()).id();
  }

  @Override
  public List<PeerPage> pages(List<Member> members) {
    return members.isEmpty()
        ? List.of()
        : new PeerPages(this::peerAsOneIsThere, config.self().address()).of(members);
  }

  /** Who is there is asked by gRPC next: that is loaded, and connected, while his page comes. */
  private synchronized TlsIdentity peerAsOneIsThere() {
    if (!prepared) {
      prepared = true;
      Callable<?> ask = () -> new MemberCalls(config, channels()).answers();
      // Its failure is nobody's: who needs an answer asks again.
      AtOnce.daemon(new FutureTask<>(ask)).start();
    }
    return peer.get();
  }

  @Override
  public List<Member> listening(List<Member> members) {
    return PeerPages.listening(members);
  }

  @Override
  public Optional<MemberList> members() {
    return new MemberCalls(config, channels()).linearizable(ours);
  }

  @Override
  public List<MemberStatus> statuses() {
    return StatusTable.of(config, new MemberCalls(config, channels()).answers(), ours);
  }

  @Override
  public List<DataHash> hashes() {
    return new MemberHashes(config, channels()).all();
  }

  @Override
  public LockAnswer lock(MemberName holder, String installId) {
    if (lock.isPresent()) {
      return held(lock.get());
    }
    String once = UUID.randomUUID().toString();
    LockHolder self = new LockHolder(holder.value(), installId, once);
    // On channels of its own, closed with it: what happens on the others is not to cost the lease.
    Voters own = new Voters(config, new GrpcChannels(client.get()), ours);
    ClusterLock wanted = new ClusterLock(own, self, System::nanoTime);
    LockAnswer answer = wanted.take();
    lock = Optional.of(wanted).filter(l -> answer.kind() == LockAnswer.Kind.HELD);
    return answer;
  }

  /** A run that has lost it does not take it anew: others may have had their turn meanwhile. */
  private static LockAnswer held(ClusterLock lock) {
    if (lock.isHeld(Duration.ZERO)) {
      return LockAnswer.HELD;
    }
    return lock.lasts(AN_INSTANT)
        ? new LockAnswer(LockAnswer.Kind.NO_QUORUM, "no quorum answers")
        : new LockAnswer(LockAnswer.Kind.LOST, "its lease is over");
  }

  @Override
  public boolean holdsLock(Duration atLeast) {
    return lock.filter(held -> held.isHeld(atLeast)).isPresent();
  }

  @Override
  public boolean unlock() {
    // Not by a reference to the method: a run that took no lock need not load what it is made of.
    boolean given = lock.isEmpty() || lock.get().giveBack();
    lock = Optional.empty();
    return given;
  }

  @Override
  public CallAnswer addLearner(String peerUrl) {
    return change(calls -> calls.addLearner(peerUrl));
  }

  @Override
  public boolean flush(List<Member> members) {
    return new Flush(channels(), ours).through(members);
  }

  @Override
  public CallAnswer promote(EtcdId learner) {
    return change(calls -> calls.promote(learner));
  }

  @Override
  public CallAnswer remove(EtcdId member) {
    return change(calls -> calls.remove(member));
  }

  @Override
  public CallAnswer changePeerUrl(EtcdId voter, String peerUrl) {
    return change(calls -> calls.changePeerUrl(voter, peerUrl));
  }

  /** Whoever asked whether the lock is held may have been stopped since. */
  private CallAnswer change(Function<MembershipCalls, CallAnswer> call) {
    MembershipCalls calls = new MembershipCalls(voters());
    return lock.filter(held -> !held.lasts(MembershipCalls.LONGEST)).isPresent()
        ? new CallAnswer(CallAnswer.Kind.NO_ANSWER, "the lock ran out before it was asked")
        : call.apply(calls);
  }

  private Voters voters() {
    return new Voters(config, channels(), ours);
  }

  /** Of this host's member alone, whoever else is silent: a line if it answers. */
  public List<MemberStatus> ownStatus() {
    return StatusTable.of(config, List.of(new MemberCalls(config, channels()).own()), ours);
  }

  /** Kept until this is closed, or this process ends. */
  private synchronized GrpcChannels channels() {
    if (channels == null) {
      channels = new GrpcChannels(client.get());
      atEnd = new Thread(channels::end);
      Runtime.getRuntime().addShutdownHook(atEnd);
    }
    return channels;
  }

  /** For a process that goes on. */
  @Override
  public synchronized void close() {
    unlock();
    if (channels != null) {
      channels.close();
      channels = null;
      forgetEnd();
    }
  }

  private void forgetEnd() {
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // It has begun.
    }
  }

  @Override
  public boolean replacedUnattended(MemberName name) {
    return new ReplacedKeys(voters()).has(name);
  }

  @Override
  public void rememberReplaced(MemberName name, boolean unattended) {
    ReplacedKeys keys = new ReplacedKeys(voters());
    if (unattended) {
      keys.set(name);
    } else {
      keys.clear(name);
    }
  }

  @Override
  public SnapshotSources snapshotSources() {
    return new SnapshotGivers(config, channels(), ours).sources();
  }

  @Override
  public Meeting meet(Birth birth) {
    return new FoundersMeeting(config, birth, BoundSockets.context(peer.get()));
  }
}
