package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.host.SnapFiles.Position;
import io.github.etcdbootstrap.host.WalRecords.End;
import io.github.etcdbootstrap.model.EtcdId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first reading of a log, from its first file on: whose it is, and which snapshots it knows of
 * (etcd's ValidSnapshotEntries).
 */
final class WalSurvey {
  private static final int INDEX = 1;
  private static final int TERM = 2;
  private static final int COMMIT = 3;

  private final ProtoMessage ids = new ProtoMessage("vv");
  private final ProtoMessage state = new ProtoMessage("vvv");
  private final ProtoMessage snapshot = new ProtoMessage("vvb");
  private final Set<Position> snapshots = new HashSet<>();
  private byte[] metadata;
  private Optional<String> damage = Optional.empty();

  private WalSurvey() {}

  static WalSurvey of(List<WalSegment> segments) {
    WalSurvey survey = new WalSurvey();
    try (WalRecords records = new WalRecords(segments)) {
      while (survey.damage.isEmpty() && records.next()) {
        survey.damage = survey.wrong(records);
      }
      if (survey.damage.isEmpty() && records.end() == End.BROKEN) {
        survey.damage = Optional.of(records.why());
      }
    }
    return survey;
  }

  private Optional<String> wrong(WalRecords records) {
    if (records.type() == WalRecords.METADATA) {
      return wrongMetadata(records);
    } else if (records.type() == WalRecords.STATE && !records.read(state)) {
      return Optional.of(records.here("a state that makes no sense"));
    } else if (records.type() == WalRecords.SNAPSHOT) {
      if (!records.read(snapshot)) {
        return Optional.of(records.here("a snapshot's record that makes no sense"));
      }
      snapshots.add(new Position(snapshot.value(INDEX), snapshot.value(TERM)));
    }
    return Optional.empty();
  }

  /** One log is one member's: etcd compares only the files that it reads, these are all. */
  private Optional<String> wrongMetadata(WalRecords records) {
    byte[] found = records.dataStart() < 0 ? null : records.data();
    if (metadata != null && !Arrays.equals(metadata, found)) {
      return Optional.of(records.here("the IDs there are not those at the log's beginning"));
    }
    metadata = found;
    boolean whole = found == null || records.read(ids);
    return whole ? Optional.empty() : Optional.of(records.here("IDs that make no sense"));
  }

  Optional<String> damage() {
    return damage;
  }

  Optional<EtcdId> member() {
    return id(1);
  }

  Optional<EtcdId> cluster() {
    return id(2);
  }

  private Optional<EtcdId> id(int field) {
    return Optional.of(ids.value(field)).filter(id -> id != 0).map(EtcdId::new);
  }

  /** Not those newer than what is known to be committed. */
  Set<Position> snapshots() {
    Set<Position> valid = new HashSet<>(snapshots);
    valid.removeIf(s -> Long.compareUnsigned(s.index(), state.value(COMMIT)) > 0);
    return valid;
  }
}
