package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.text.Shown;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Snapshots of the cluster on the card, made before a member is replaced or added. The peers hold
 * the data: without room for one it is said and done without.
 */
final class Snapshots {
  private static final int KEPT = 3;
  private static final Ownership FILE = Ownership.root(0600);

  private Snapshots() {}

  static FileChange.TakeSnapshot of(Facts facts) {
    HostPath file = Layout.SNAPSHOTS.child("snapshot-" + facts.draws().stamp() + ".db");
    return new FileChange.TakeSnapshot(file, facts.databaseSize());
  }

  static void take(World world, FileChange.TakeSnapshot change) {
    long free = world.host().mount(Layout.CARD).freeBytes();
    if (free < change.bytes() * 2) {
      world
          .report()
          .warning(
              "no snapshot is kept: %s are free at %s, but the database has %s"
                  .formatted(
                      Shown.mebibytes(free), Layout.CARD, Shown.mebibytesNeeded(change.bytes())));
      return;
    }
    world.host().folder(Layout.SNAPSHOTS, Desired.FOR_ROOT_ALONE);
    Cluster.SnapshotSources sources = world.cluster().snapshotSources();
    List<String> whys = new ArrayList<>(sources.others());
    if (sources.urls().stream().noneMatch(from -> isSaved(world.host(), change, from, whys))) {
      world.report().warning("no snapshot is kept: " + String.join("; ", whys));
      return;
    }
    var names = world.host().list(Layout.SNAPSHOTS).stream().filter(Snapshots::isOne).toList();
    names.stream()
        .limit(Math.max(0, names.size() - KEPT))
        .forEach(name -> world.host().remove(Layout.SNAPSHOTS.child(name)));
  }

  private static boolean isSaved(
      Host host, FileChange.TakeSnapshot change, URI from, List<String> whys) {
    try {
      host.saveSnapshot(change.file(), FILE, from, limit(change.bytes()));
      return true;
    } catch (HostFailure e) {
      whys.add(e.problem().cause());
      return false;
    }
  }

  /** In a second a card takes ten times as much. */
  private static Duration limit(long bytes) {
    return Duration.ofSeconds(30).plusSeconds(bytes >> 20);
  }

  /** Named by time, so that their names are in its order. */
  private static boolean isOne(String name) {
    return name.startsWith("snapshot-") && name.endsWith(".db");
  }
}
