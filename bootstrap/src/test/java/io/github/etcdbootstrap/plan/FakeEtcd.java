package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * etcd behind etcd-run, as a host's service, in a few lines: with a log it runs, else only with a
 * permit. Members that share a birth see each other; a majority of them is healthy.
 */
public final class FakeEtcd {
  private final List<FakeWorld> hosts = new ArrayList<>();

  /** IDs that have run with data: none of them may ever begin without. */
  public final List<EtcdId> begun = new ArrayList<>();

  public void runsOn(FakeWorld world) {
    hosts.add(world);
    world.host.onStart = () -> start(world);
    world.cluster.health = () -> health(world);
    world.cluster.ownId =
        () -> world.host.pids.isEmpty() ? Optional.empty() : Optional.of(ownId(world));
    for (FakeWorld one : hosts) {
      for (FakeWorld other : hosts) {
        one.cluster.pages.put(other.config.self(), () -> page(other));
      }
    }
  }

  /** As at a boot, or when the supervisor tries again. */
  public void start(FakeWorld world) {
    if (hasLog(world)) {
      if (world.host.look(Layout.DATA_DISK).equals(FileState.ABSENT)) {
        noteDisk(world);
      }
      mark(world, Mark.State.STARTED);
      world.host.pids = List.of(812L);
    } else if (!world.host.look(Layout.FIRST).equals(FileState.ABSENT)) {
      EtcdId id = ownId(world);
      if (begun.contains(id)) {
        throw new AssertionError("amnesia: " + id + " begins a second time");
      }
      begun.add(id);
      world.host.files.remove(Layout.FIRST);
      noteDisk(world);
      world.writeLog();
      mark(world, Mark.State.STARTED);
      world.host.pids = List.of(812L);
    }
  }

  private static void noteDisk(FakeWorld world) {
    Host.Mount mount = world.host.mount(Edge.DATA);
    Content disk = Content.of(mount.serial() + "\n" + mount.serialFile() + "\n");
    world.host.write(new NodeFile(Layout.DATA_DISK, disk, Marks.OWNERSHIP));
  }

  private static boolean hasLog(FakeWorld world) {
    return world.host.look(Layout.wal(Edge.DATA).child("0-0.wal")).is(FileState.Kind.FILE);
  }

  private static void mark(FakeWorld world, Mark.State state) {
    Birth birth = birth(world);
    String card = world.host.look(Layout.INSTALL).content().orElseThrow().text();
    String id = card.replaceAll("(?s).*install-id: \"?(\\w+)\"?\n.*", "$1");
    Mark mark =
        Mark.of(
            world.config.self().name().value(),
            ownId(world),
            state,
            new Mark.Details(birth.token(), birth.clusterId(), id, "etcd-run"));
    HostPath path = Layout.MARKS.child(mark.fileName());
    if (world.host.look(path).equals(FileState.ABSENT)) {
      world.host.write(new NodeFile(path, mark.toContent(), new Ownership("etcd", "etcd", 0640)));
    }
  }

  private static Birth birth(FakeWorld world) {
    Content content = world.seed.files.get(Birth.FILE);
    return Birth.read(Birth.FILE, content);
  }

  private static EtcdId ownId(FakeWorld world) {
    return birth(world).founder(world.config.self().name()).orElseThrow().id();
  }

  private List<FakeWorld> up() {
    return hosts.stream().filter(h -> !h.host.pids.isEmpty()).toList();
  }

  private boolean hasQuorum() {
    return hosts.get(0).config.majority() <= up().size();
  }

  private Cluster.OwnHealth health(FakeWorld world) {
    if (world.host.pids.isEmpty()) {
      return Cluster.OwnHealth.SILENT;
    }
    return new Cluster.OwnHealth(true, hasQuorum(), hasQuorum() ? "" : "no leader");
  }

  private Cluster.PeerPage page(FakeWorld of) {
    if (of.host.pids.isEmpty()) {
      return FakeCluster.silent(of.config.self());
    }
    List<Integer> published = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      if (hasQuorum() && begun.contains(ownId(hosts.get(i)))) {
        published.add(i + 1);
      }
    }
    Cluster.MemberList list = Edge.list(birth(of), published);
    hosts.forEach(h -> h.cluster.members = hasQuorum() ? Optional.of(list) : Optional.empty());
    return new Cluster.PeerPage(
        of.config.self(),
        published.isEmpty() ? Cluster.PeerPage.Answer.EMPTY : Cluster.PeerPage.Answer.FORMED,
        Optional.of(list),
        "");
  }
}
