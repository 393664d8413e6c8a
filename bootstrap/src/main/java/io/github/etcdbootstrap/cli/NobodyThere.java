package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Cluster;
import io.github.etcdbootstrap.plan.DataHash;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The cluster as an image sees it, whose machine is off: nobody is asked, and nobody answers. */
final class NobodyThere implements Cluster {
  private static final String NOT_ASKED = "nobody is asked for an image";

  @Override
  public void expect(Optional<EtcdId> cluster) {}

  @Override
  public OwnHealth ownHealth(URI metrics) {
    return OwnHealth.SILENT;
  }

  @Override
  public Optional<EtcdVersion> ownVersion() {
    return Optional.empty();
  }

  @Override
  public Optional<EtcdId> ownId() {
    return Optional.empty();
  }

  @Override
  public List<PeerPage> pages(List<Member> members) {
    return members.stream()
        .map(m -> new PeerPage(m, PeerPage.Answer.SILENT, Optional.empty(), NOT_ASKED))
        .toList();
  }

  @Override
  public List<Member> listening(List<Member> members) {
    return List.of();
  }

  @Override
  public Optional<MemberList> members() {
    return Optional.empty();
  }

  @Override
  public List<MemberStatus> statuses() {
    return List.of();
  }

  @Override
  public List<DataHash> hashes() {
    return List.of();
  }

  @Override
  public boolean unlock() {
    return true;
  }

  @Override
  public LockAnswer lock(MemberName holder, String installId) {
    throw noChange();
  }

  @Override
  public boolean holdsLock(Duration atLeast) {
    throw noChange();
  }

  @Override
  public CallAnswer addLearner(String peerUrl) {
    throw noChange();
  }

  @Override
  public boolean flush(List<Member> members) {
    throw noChange();
  }

  @Override
  public CallAnswer promote(EtcdId learner) {
    throw noChange();
  }

  @Override
  public CallAnswer remove(EtcdId member) {
    throw noChange();
  }

  @Override
  public CallAnswer changePeerUrl(EtcdId voter, String peerUrl) {
    throw noChange();
  }

  @Override
  public boolean replacedUnattended(MemberName name) {
    throw noChange();
  }

  @Override
  public void rememberReplaced(MemberName name, boolean unattended) {
    throw noChange();
  }

  @Override
  public SnapshotSources snapshotSources() {
    throw noChange();
  }

  @Override
  public Meeting meet(Birth birth) {
    throw noChange();
  }

  private static IllegalStateException noChange() {
    return new IllegalStateException("an image changes no cluster");
  }
}
