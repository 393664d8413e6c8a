package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.pki.Listing;
import io.github.etcdbootstrap.plan.Rendering;
import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Certificates as a table, and under it what is wrong with them. */
final class CertificatesTable {
  private static final List<String> HEAD =
      List.of("FILE", "FOR", "ISSUER", "COVERS", "USAGES", "ENDS", "DAYS LEFT", "STATE");

  private CertificatesTable() {}

  static String of(List<Listing.Row> rows, Duration within, Instant now) {
    StringBuilder text = new StringBuilder();
    text.append(Table.of(HEAD, rows.stream().map(row -> row(row, within, now)).toList()));
    for (Listing.Row row : rows) {
      for (Problem problem : row.problems()) {
        text.append("bad: ").append(problem.cause()).append('\n');
        text.append(Rendering.toDo(problem.remedy())).append('\n');
      }
    }
    return text.toString();
  }

  private static List<String> row(Listing.Row row, Duration within, Instant now) {
    return row.certificate()
        .map(
            said ->
                List.of(
                    row.file(),
                    row.use(),
                    Shown.text(said.issuer()),
                    Shown.text(String.join(" ", said.hosts()), 200),
                    String.join(" ", said.usages()),
                    said.to().toString(),
                    Long.toString(said.daysLeft(now)),
                    state(row, within, now)))
        .orElse(List.of(row.file(), row.use(), "", "", "", "", "", "bad"));
  }

  private static String state(Listing.Row row, Duration within, Instant now) {
    if (!row.problems().isEmpty()) {
      return "bad";
    }
    return row.isGoodFor(within, now) ? "good" : "ends soon";
  }
}
