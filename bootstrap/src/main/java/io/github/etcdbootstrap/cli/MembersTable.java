package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import java.util.List;
import java.util.Locale;

/** The members as `etcdctl endpoint status --write-out=table` draws them, with their names. */
final class MembersTable {
  private static final List<String> HEAD =
      List.of(
          "NAME",
          "ENDPOINT",
          "ID",
          "VERSION",
          "DB SIZE",
          "IS LEADER",
          "IS LEARNER",
          "RAFT TERM",
          "RAFT INDEX",
          "RAFT APPLIED INDEX",
          "ERRORS");

  private MembersTable() {}

  static String of(List<MemberStatus> statuses) {
    return Table.of(HEAD, statuses.stream().map(MembersTable::row).toList());
  }

  private static List<String> row(MemberStatus status) {
    return List.of(
        status.member().name(),
        status.endpoint(),
        status.member().id().toString(),
        status.version(),
        size(status.dbSize()),
        Boolean.toString(status.leader()),
        Boolean.toString(status.member().learner()),
        Long.toUnsignedString(status.raftTerm()),
        Long.toUnsignedString(status.raftIndex()),
        Long.toUnsignedString(status.raftAppliedIndex()),
        String.join("; ", status.errors()));
  }

  /** Decimal units, as etcdctl shows them. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    String[] units = {"B", "kB", "MB", "GB"};
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
