package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import java.util.ArrayList;
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
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    statuses.forEach(status -> rows.add(row(status)));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder(rule(widths)).append(line(HEAD, widths));
    text.append(rule(widths));
    rows.subList(1, rows.size()).forEach(row -> text.append(line(row, widths)));
    return text.append(rule(widths)).toString();
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
  private static String size(long bytes) {
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

  private static String rule(int[] widths) {
    StringBuilder text = new StringBuilder("+");
    for (int width : widths) {
      text.append("-".repeat(width + 2)).append('+');
    }
    return text.append('\n').toString();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder text = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      text.append(' ').append(cell).append(" ".repeat(widths[i] - cell.length())).append(" |");
    }
    return text.append('\n').toString();
  }
}
