package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.plan.EtcdLog;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.Layout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one member of a lab is at this moment.
 *
 * @param state one or two words
 * @param term and {@code size} as the member itself says; empty if it does not
 * @param last what is wrong with it, in lines
 */
record LabRow(
    String name, String address, String state, String term, String size, List<String> last) {
  private static final int WIDEST = 160;

  LabRow {
    last = List.copyOf(last);
  }

  /** By what its members say, and by the processes of its host. */
  static LabRow of(Member member, Host host, List<MemberStatus> statuses) {
    String name = member.name().value();
    String address = member.address().value();
    Optional<MemberStatus> own =
        statuses.stream().filter(s -> s.answersAt(member.address())).findFirst();
    if (own.isEmpty()) {
      boolean runs = !host.service(Layout.SERVICE).pids().isEmpty();
      return new LabRow(
          name, address, runs ? "not ready" : "down", "", "", EtcdLog.lastLines(host));
    }
    MemberStatus status = own.get();
    return new LabRow(
        name,
        address,
        state(status),
        Long.toUnsignedString(status.raftTerm()),
        MembersTable.size(status.dbSize()),
        status.errors());
  }

  private static String state(MemberStatus status) {
    if (!status.votes()) {
      return "no leader";
    } else if (status.member().learner()) {
      return "learner";
    }
    return status.leader() ? "leader" : "follower";
  }

  boolean isUp() {
    return !term.isEmpty();
  }

  /** Whether somebody who watches should be told: what grows by itself is no news. */
  boolean isNews(LabRow before) {
    return !state.equals(before.state) || !term.equals(before.term);
  }

  List<String> lines() {
    String line =
        "%-8s %-11s %-10s term %-4s db %s"
            .formatted(name, address, state, isUp() ? term : "-", isUp() ? size : "-");
    return Stream.concat(Stream.of(line), last.stream().map(l -> cut("         " + l))).toList();
  }

  private static String cut(String line) {
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }
}
