package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.text.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The steps of the one start that may begin without a write-ahead log. */
final class FirstStart {
  /** etcd itself tries for 30 s to resolve its peers' names before it gives up. */
  private static final Duration UNTIL_WAL = Duration.ofSeconds(60);

  private static final Duration UNTIL_PAGE = Duration.ofSeconds(15);
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration PAGE_STEP = Duration.ofMillis(500);

  private FirstStart() {}

  static boolean isRunning(World world) {
    return world.host().runs(Layout.SERVICE);
  }

  /** etcd's own test of whether it has data (server/storage/wal: Exist). */
  static boolean hasWal(World world, HostPath member) {
    return world.host().list(member.child("wal")).stream().anyMatch(Layout::isLog);
  }

  static void permit(World world, NodeFile first) {
    Ownership owner = new Ownership(Layout.ACCOUNT, Layout.ACCOUNT, 0750);
    world.host().folder(Layout.FIRST_FOLDER, owner);
    world.host().write(first);
  }

  /**
   * Peers that answer must list the ID as one that has not started. An etcd that starts with
   * `existing` takes the ID that the peer it asks has at its URL, and one that is behind may still
   * have an old one there, or have it again after a power cut; a founder that was met may have
   * started meanwhile on another card.
   */
  static boolean peersKnow(World world, StartChange.PermitFirstStart change) {
    Deadline deadline = Deadline.in(world.clock(), UNTIL_PAGE);
    while (true) {
      List<PeerPage> there =
          world.cluster().pages(change.peers()).stream().filter(PeerPage::readable).toList();
      List<Member> behind = peers(there, page -> !listsUnstarted(page, change.id()));
      if (behind.isEmpty()
          && (!change.joins() || world.cluster().flush(peers(there, page -> true)))) {
        return true;
      } else if (deadline.isOver()) {
        return false;
      }
      world.report().waiting(words(behind));
      world.clock().sleep(PAGE_STEP);
    }
  }

  private static List<Member> peers(List<PeerPage> pages, Predicate<PeerPage> which) {
    return pages.stream().filter(which).map(PeerPage::peer).toList();
  }

  private static boolean listsUnstarted(PeerPage page, EtcdId id) {
    return page.list().flatMap(l -> l.member(id)).filter(m -> !m.published()).isPresent();
  }

  private static String words(List<Member> behind) {
    return behind.isEmpty()
        ? "for the others to have on disk that this is a member"
        : behind.stream()
            .map(m -> m.name().value())
            .collect(Collectors.joining(", ", "for ", " to know this member"));
  }

  static Change.Outcome confirm(World world, StartChange.ConfirmStarted change) {
    if (!waitForWal(world, change.member())) {
      world.host().stop(Layout.SERVICE);
      world.host().remove(Layout.FIRST);
      Optional<Problem> cause = EtcdLog.of(world.host()).cause();
      throw new HostFailure(
          "etcd made no write-ahead log within "
              + UNTIL_WAL.toSeconds()
              + " s of its first start"
              + cause.map(p -> ": " + p.cause()).orElse(""),
          cause.map(Problem::remedy).orElse("look at " + Layout.LOG + ", then run again")
              + "; etcd was stopped again");
    }
    Told told = told(world, change);
    if (!told.isOf(change.mark())) {
      return startedAsAnother(world, change);
    }
    Marks.write(world, change.mark(), change.shared());
    return Change.Outcome.DONE;
  }

  /** The peer that it asked was behind: that start is undone, and nothing of it may go on. */
  private static Change.Outcome startedAsAnother(World world, StartChange.ConfirmStarted change) {
    world.host().stop(Layout.SERVICE);
    world.host().move(change.member(), change.aside());
    throw new HostFailure(
        "etcd started as a different member than %s says; its data has been moved to %s"
            .formatted(change.mark().fileName(), change.aside()),
        "run again");
  }

  /** What the etcd that was started says of itself. */
  private record Told(EtcdId id, EtcdId cluster) {
    boolean isOf(Mark mark) {
      return mark.isOf(id) && mark.details().orElseThrow().clusterId().equals(cluster);
    }
  }

  private static boolean waitForWal(World world, HostPath member) {
    Deadline deadline = Deadline.in(world.clock(), UNTIL_WAL);
    while (!hasWal(world, member)) {
      if (deadline.isOver()) {
        return false;
      }
      world.report().waiting("for etcd to make its write-ahead log");
      world.clock().sleep(STEP);
    }
    return true;
  }

  /** Its own page lists all members, so only its metrics say which of them it is. */
  private static Told told(World world, StartChange.ConfirmStarted change) {
    Deadline deadline = Deadline.in(world.clock(), UNTIL_TOLD);
    while (true) {
      Optional<EtcdId> id = world.cluster().ownId();
      Optional<Cluster.MemberList> page =
          id.flatMap(i -> world.cluster().pages(List.of(change.self())).get(0).list());
      if (page.isPresent()) {
        return new Told(id.get(), page.get().clusterId());
      } else if (deadline.isOver()) {
        throw untold(world);
      }
      world.report().waiting("for etcd to say as which member it started");
      world.clock().sleep(STEP);
    }
  }

  /** What it may have begun is in its log, from which the next run goes on. */
  private static HostFailure untold(World world) {
    world.host().stop(Layout.SERVICE);
    Optional<Problem> cause = EtcdLog.of(world.host()).cause();
    return new HostFailure(
        "etcd did not say within "
            + UNTIL_TOLD.toSeconds()
            + " s as which member it started"
            + cause.map(p -> ": " + p.cause()).orElse("")
            + "; it is stopped",
        cause.map(Problem::remedy).orElse("look at " + Layout.LOG + ", then run again"));
  }
}
