package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.host.SnapFiles.Position;
import io.github.etcdbootstrap.host.WalRecords.End;
import java.util.List;
import java.util.Optional;

/**
 * The second reading of a log, from the snapshot on with which etcd starts (its ReadAll, Repair,
 * and what raft then asks of it).
 */
final class WalReplay {
  private static final int ENTRY_INDEX = 3;
  private static final int COMMIT = 3;

  private final ProtoMessage ids = new ProtoMessage("vv");
  private final ProtoMessage entry = new ProtoMessage("vvvb");
  private final ProtoMessage state = new ProtoMessage("vvv");
  private final ProtoMessage snapshot = new ProtoMessage("vvb");
  private final Position start;

  /** Of entries behind the start, without a gap. */
  private long entries;

  private WalReplay(Position start) {
    this.start = start;
  }

  /** Why etcd does not start with {@code segments}, of which the first holds the start. */
  static Optional<String> damage(List<WalSegment> segments, Position start) {
    WalReplay replay = new WalReplay(start);
    try (WalRecords records = new WalRecords(segments)) {
      while (records.next()) {
        Optional<String> wrong = replay.wrong(records);
        if (wrong.isPresent()) {
          return wrong;
        }
      }
      boolean repaired = records.endedInLast() && isRepaired(segments);
      return records.end() == End.WHOLE || records.end() == End.CUT && repaired
          ? replay.wrongAtEnd(records)
          : Optional.of(records.why());
    }
  }

  /** Etcd repairs the last file by itself, not knowing the ones before it. */
  private static boolean isRepaired(List<WalSegment> segments) {
    WalSegment last = segments.get(segments.size() - 1);
    try (WalRecords records = new WalRecords(List.of(last))) {
      while (records.next()) {}
      return records.end() == End.CUT;
    }
  }

  private Optional<String> wrong(WalRecords records) {
    long type = records.type();
    if (type == WalRecords.ENTRY) {
      return wrongEntry(records);
    } else if (type == WalRecords.STATE || type == WalRecords.METADATA) {
      boolean whole = records.read(type == WalRecords.STATE ? state : ids);
      return whole ? Optional.empty() : Optional.of(records.here("a record that makes no sense"));
    } else if (type == WalRecords.SNAPSHOT) {
      return wrongSnapshot(records);
    }
    return type == WalRecords.CRC
        ? Optional.empty()
        : Optional.of(records.here("a record of a kind that etcd does not know: " + type));
  }

  private Optional<String> wrongEntry(WalRecords records) {
    if (!records.read(entry)) {
      return Optional.of(records.here("an entry that makes no sense"));
    }
    long index = entry.value(ENTRY_INDEX);
    if (Long.compareUnsigned(index, start.index()) > 0) {
      long before = index - start.index() - 1;
      if (Long.compareUnsigned(before, entries) > 0) {
        return Optional.of(
            records.here(
                "entry %s follows entry %s"
                    .formatted(Long.toUnsignedString(index), Long.toUnsignedString(last()))));
      }
      // Behind it are only entries that it overrides.
      entries = before + 1;
    }
    return Optional.empty();
  }

  private Optional<String> wrongSnapshot(WalRecords records) {
    if (!records.read(snapshot)) {
      return Optional.of(records.here("a snapshot's record that makes no sense"));
    }
    boolean other = snapshot.value(1) == start.index() && snapshot.value(2) != start.term();
    return other
        ? Optional.of(records.here("a snapshot of a different term than its file"))
        : Optional.empty();
  }

  private Optional<String> wrongAtEnd(WalRecords records) {
    long commit = state.value(COMMIT);
    boolean none = state.value(1) == 0 && state.value(2) == 0 && commit == 0;
    boolean within =
        Long.compareUnsigned(commit, start.index()) >= 0
            && Long.compareUnsigned(commit, last()) <= 0;
    if (ids.value(1) == 0) {
      return Optional.of(records.here("the log ends without saying whose it is"));
    } else if (!none && !within) {
      return Optional.of(
          records.here(
              "the log ends with entry %s, and entry %s was committed"
                  .formatted(Long.toUnsignedString(last()), Long.toUnsignedString(commit))));
    }
    return Optional.empty();
  }

  private long last() {
    return start.index() + entries;
  }
}
