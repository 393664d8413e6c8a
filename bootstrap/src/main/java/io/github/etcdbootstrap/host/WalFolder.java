package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.host.SnapFiles.Position;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Host.Wal;
import io.github.etcdbootstrap.plan.Layout;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Judges a write-ahead log as etcd 3.5.2 does when it starts (server/wal, readWAL in
 * server/etcdserver), the repair of a torn end thought of and not made.
 *
 * <p>Where the two do not agree: a record of 10 MB or more, which 3.5.7 and newer read or repair,
 * is damage; so are IDs that differ in files older than the snapshot, and a cluster ID of 0. What
 * lies in entries whose checksum is right is not looked at. And etcd may open such a log and then
 * fail for what lies beside it: the database is not read here.
 */
final class WalFolder {
  private final Root root;
  private final Looks looks;
  private final SnapFiles snapFiles;

  WalFolder(Root root, Looks looks) {
    this.root = root;
    this.looks = looks;
    this.snapFiles = new SnapFiles(root, looks);
  }

  /** Empty where {@code folder} has no file `*.wal`; snapshots are looked for beside it. */
  Optional<Wal> read(HostPath folder) {
    List<String> names = looks.list(folder).stream().filter(Layout::isLog).toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    List<WalSegment> segments =
        names.stream()
            .map(folder::child)
            .flatMap(path -> WalSegment.of(path, root.follow(path)).stream())
            .toList();
    return Optional.of(judge(folder, segments));
  }

  private Wal judge(HostPath folder, List<WalSegment> segments) {
    if (segments.isEmpty()) {
      return unread(folder + ": no file is named like a log's");
    }
    Optional<WalSegment> odd =
        segments.stream().filter(s -> !Files.isRegularFile(s.real())).findFirst();
    if (odd.isPresent()) {
      return unread(odd.get().path() + " is not a file");
    }
    WalSurvey survey = WalSurvey.of(segments);
    Optional<String> damage =
        survey.damage().isPresent() ? survey.damage() : damage(folder, segments, survey);
    return new Wal(survey.member(), survey.cluster(), damage);
  }

  private static Wal unread(String damage) {
    return new Wal(Optional.empty(), Optional.empty(), Optional.of(damage));
  }

  private Optional<String> damage(HostPath folder, List<WalSegment> all, WalSurvey survey) {
    Position start =
        snapFiles.newest(folder.parent().child("snap"), survey.snapshots()).orElse(Position.START);
    int first = holding(start, all);
    if (first < 0) {
      return Optional.of(
          "%s: its files begin with entry %s, and no snapshot in %s goes that far"
              .formatted(
                  folder,
                  Long.toUnsignedString(all.get(0).first()),
                  folder.parent().child("snap")));
    }
    List<WalSegment> read = all.subList(first, all.size());
    Optional<String> gap = gap(read);
    Optional<String> damage = gap.isPresent() ? gap : WalReplay.damage(read, start);
    return damage.isEmpty() && survey.cluster().isEmpty()
        ? Optional.of(folder + ": the log does not say of which cluster it is")
        : damage;
  }

  /** The last file that begins at or before it; -1 if all begin behind it. */
  private static int holding(Position start, List<WalSegment> segments) {
    int last = segments.size() - 1;
    while (last >= 0 && Long.compareUnsigned(segments.get(last).first(), start.index()) > 0) {
      last--;
    }
    return last;
  }

  /** Behind number 0 etcd itself misses a gap, but then the checksums do not continue. */
  private static Optional<String> gap(List<WalSegment> segments) {
    for (int i = 1; i < segments.size(); i++) {
      long before = segments.get(i - 1).sequence();
      if (before != 0 && before != segments.get(i).sequence() - 1) {
        return Optional.of(segments.get(i).path() + ": the file before it in the log is missing");
      }
    }
    return Optional.empty();
  }
}
