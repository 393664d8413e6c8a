package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.TlsIdentity;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.plan.Cluster.PeerPage.Answer;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/** Asks peers for their `/members` page. */
final class PeerPages {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Two connects, a handshake and a page; the rest of a page that drips is not waited for. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final Supplier<TlsIdentity> identity;
  private final IpAddress own;
  private SSLContext context;

  /**
   * @param identity asked for only when somebody connects
   */
  PeerPages(Supplier<TlsIdentity> identity, IpAddress own) {
    this.identity = identity;
    this.own = own;
  }

  /** The pages of {@code members}, asked at once; in the order given. */
  List<PeerPage> of(List<Member> members) {
    return AtOnce.map(
        members, LONGEST, this::page, (peer, why) -> without(peer, Answer.UNREADABLE, why));
  }

  /** What etcd says of itself on its `/version` page. */
  Optional<EtcdVersion> version(Member member) {
    try {
      String body = fetch(member, "/version", new BoundSockets(this::context, own)).body();
      String version = Json.readFlat("/version", body).get("etcdserver");
      return Optional.ofNullable(version).map(EtcdVersion::parse);
    } catch (IOException | BadInput | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static List<Member> listening(List<Member> members) {
    List<Boolean> connects =
        AtOnce.map(members, A_SECOND.multipliedBy(2), PeerPages::connects, (peer, why) -> false);
    return IntStream.range(0, members.size()).filter(connects::get).mapToObj(members::get).toList();
  }

  private static boolean connects(Member peer) {
    try (Socket socket = new Socket()) {
      InetSocketAddress port = new InetSocketAddress(peer.address().inet(), PeerPort.NUMBER);
      socket.connect(port, (int) A_SECOND.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private PeerPage page(Member peer) {
    PeerPage first = ask(peer);
    // One lost SYN must not make a peer silent: somebody may found a cluster on that.
    return first.answer() == Answer.SILENT ? ask(peer) : first;
  }

  private synchronized SSLContext context() {
    if (context == null) {
      context = BoundSockets.context(identity.get());
    }
    return context;
  }

  private PeerPage ask(Member peer) {
    BoundSockets sockets = new BoundSockets(this::context, own);
    try {
      PeerPort.Page page = fetch(peer, "/members", sockets);
      MemberList list = MembersPage.read(page.clusterId(), page.body());
      boolean formed = list.members().stream().anyMatch(ListedMember::published);
      return new PeerPage(
          peer,
          formed ? Answer.FORMED : Answer.EMPTY,
          Optional.of(list),
          "answers",
          Optional.of(page.date()).filter(d -> d > 0).map(Instant::ofEpochMilli));
    } catch (IOException e) {
      return sockets.neverConnected() && !wasReset(e)
          ? without(peer, Answer.SILENT, Source.words(e))
          : without(peer, Answer.UNREADABLE, Source.words(e));
    } catch (IllegalArgumentException e) {
      return without(peer, Answer.UNREADABLE, "its page " + e.getMessage());
    }
  }

  /**
   * Who resets has accepted before, however quickly: whoever is not there refuses (ECONNREFUSED).
   */
  private static boolean wasReset(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("reset");
  }

  private static PeerPort.Page fetch(Member peer, String path, BoundSockets sockets)
      throws IOException {
    PeerPort.Page page = new PeerPort(sockets, PATIENCE).get(peer, path);
    if (!page.isOk()) {
      throw new IOException("its page answers " + page.code());
    }
    return page;
  }

  private static PeerPage without(Member peer, Answer answer, String why) {
    return new PeerPage(peer, answer, Optional.empty(), why);
  }
}
