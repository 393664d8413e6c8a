package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.TlsIdentity;
import io.github.etcdbootstrap.plan.Cluster;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cluster as it is: pages by plain Java, and gRPC, whose thousands of classes cost a second on
 * a Pi, only where a list or a status is asked for.
 */
public final class JetcdCluster implements Cluster {
  private final NodeConfig config;
  private final Supplier<TlsIdentity> peer;
  private final Supplier<TlsIdentity> client;

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
  public OwnHealth ownHealth(URI metrics) {
    return new OwnMember(metrics).health();
  }

  @Override
  public List<PeerPage> pages(List<Member> members) {
    return members.isEmpty() ? List.of() : new PeerPages(peer, config.self().address()).of(members);
  }

  @Override
  public List<Member> listening(List<Member> members) {
    return PeerPages.listening(members);
  }

  @Override
  public Optional<MemberList> members() {
    try (GrpcChannels channels = new GrpcChannels(client.get())) {
      return new MemberCalls(config, channels).linearizable();
    }
  }

  @Override
  public List<MemberStatus> statuses() {
    try (GrpcChannels channels = new GrpcChannels(client.get())) {
      return StatusTable.of(config, new MemberCalls(config, channels).answers());
    }
  }

  @Override
  public LockAnswer lock(MemberName holder, String installId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean holdsLock(Duration atLeast) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean unlock() {
    return true;
  }

  @Override
  public CallAnswer addLearner(String peerUrl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CallAnswer promote(EtcdId learner) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CallAnswer remove(EtcdId member) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CallAnswer changePeerUrl(EtcdId voter, String peerUrl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean replacedUnattended(MemberName name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rememberReplaced(MemberName name, boolean unattended) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void snapshot(OutputStream to) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Meeting meet(Birth birth) {
    throw new UnsupportedOperationException();
  }
}
