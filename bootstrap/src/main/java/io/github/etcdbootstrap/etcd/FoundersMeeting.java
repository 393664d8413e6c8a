package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster.Meeting;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Answers the other founders on this host's own 2380, and asks them on theirs. */
final class FoundersMeeting implements Meeting {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** On a Pi the first handshakes of a JVM take seconds each, and all founders begin at once. */
  private static final Duration LONGEST = MeetingServer.LONGEST;

  private final NodeConfig config;
  private final Birth birth;
  private final SSLContext context;
  private final MeetingServer server;
  private volatile boolean met;

  /**
   * @param context with the peer certificate, for both ends of a connection
   */
  FoundersMeeting(NodeConfig config, Birth birth, SSLContext context) {
    this.config = config;
    this.birth = birth;
    this.context = context;
    Member self = config.self();
    this.server =
        new MeetingServer(
            new InetSocketAddress(self.address().inet(), PeerPort.NUMBER),
            context,
            () -> MeetingPage.of(self.name().value(), birth.token(), met).toJson());
  }

  @Override
  public List<Presence> others() {
    List<Founder> others =
        birth.founders().stream().filter(f -> !f.name().equals(config.self().name())).toList();
    BoundSockets sockets = new BoundSockets(() -> context, config.self().address());
    try {
      PeerPort port = new PeerPort(sockets, PATIENCE);
      return AtOnce.map(others, LONGEST, f -> presence(f, port), (f, why) -> Presence.ABSENT);
    } finally {
      sockets.close();
    }
  }

  private Presence presence(Founder founder, PeerPort port) {
    Optional<Member> member =
        config.members().stream().filter(m -> m.name().equals(founder.name())).findFirst();
    try {
      return member.isPresent() ? ask(member.get(), port) : Presence.ABSENT;
    } catch (IOException | IllegalArgumentException e) {
      return Presence.ABSENT;
    }
  }

  private Presence ask(Member member, PeerPort port) throws IOException {
    PeerPort.Page meeting = port.get(member, MeetingPage.PATH);
    if (meeting.isOk()) {
      return MeetingPage.read(meeting.body(), member.name().value(), birth.token());
    }
    PeerPort.Page members = port.get(member, "/members");
    return members.isOk() ? ofEtcd(members) : Presence.ABSENT;
  }

  /** One that knows this host as a member that ran is no ground to start here without data. */
  private Presence ofEtcd(PeerPort.Page page) {
    MemberList list = MembersPage.read(page.clusterId(), page.body());
    if (!list.clusterId().equals(birth.clusterId())) {
      return Presence.ABSENT;
    }
    Optional<EtcdId> own = birth.founder(config.self().name()).map(Founder::id);
    boolean neverRan =
        own.flatMap(list::member).filter(m -> !m.published()).isPresent()
            || list.members().isEmpty();
    return neverRan ? Presence.STARTED : Presence.KNOWS_US;
  }

  @Override
  public void sayMet() {
    met = true;
  }

  @Override
  public void close() {
    server.close();
  }
}
