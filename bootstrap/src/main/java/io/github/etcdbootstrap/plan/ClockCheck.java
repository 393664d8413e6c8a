package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Mark;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether this host's clock is behind what it cannot be before. A Pi has no clock of its own: until
 * it is set, certificates are not valid yet, and what is noted has a wrong date.
 */
final class ClockCheck {
  /** Hosts' clocks differ a little, and marks are not written to the second. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private ClockCheck() {}

  /** Something that happened at {@code when}, however wrong the clock is now. */
  private record Past(String what, Instant when) {
    String words() {
      return what + " " + when;
    }
  }

  static Optional<Refusal> refusal(Facts facts) {
    Instant now = facts.time().now();
    List<Past> behind = new ArrayList<>();
    Stream.of(
            new Past("etcd-bootstrap was built", facts.time().earliest()),
            new Past("the certificates are valid from", facts.certificates().start()))
        .filter(p -> now.isBefore(p.when))
        .forEach(behind::add);
    List<Mark> marks =
        Stream.concat(facts.card().marks().stream(), facts.seed().marks().stream()).toList();
    noted(facts.seed().birth(), marks)
        .filter(p -> now.plus(SKEW).isBefore(p.when))
        .max(Comparator.comparing(Past::when))
        .ifPresent(behind::add);
    return behind.stream()
        .max(Comparator.comparing(Past::when))
        .map(newest -> refusal(now, newest, behind, proposal(facts, newest)));
  }

  /**
   * Before which no clock can be right: one that is not behind it is refused for none of these.
   *
   * @param facts of the image that is to know them
   * @param birth that it will have
   */
  static Instant earliest(Facts facts, Optional<Birth> birth, List<Mark> marks) {
    Stream<Instant> certain = Stream.of(facts.time().earliest(), facts.certificates().start());
    return Stream.concat(certain, noted(birth, marks).map(Past::when))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Stream<Past> noted(Optional<Birth> birth, List<Mark> marks) {
    return Stream.concat(
        birth.stream().flatMap(b -> past(Birth.FILE + " was written", b.when())),
        marks.stream().flatMap(ClockCheck::past));
  }

  private static Stream<Past> past(Mark mark) {
    return mark.details().stream()
        .flatMap(d -> past("the mark " + mark.fileName() + " was written", d.when()));
  }

  private static Stream<Past> past(String what, String when) {
    try {
      return Stream.of(new Past(what, Instant.parse(when)));
    } catch (DateTimeException e) {
      return Stream.empty();
    }
  }

  /** The peers' time, where one says it, and it is not behind itself. */
  private static Instant proposal(Facts facts, Past newest) {
    return facts.peers().stream()
        .flatMap(p -> p.others().stream())
        .flatMap(p -> p.date().stream())
        .max(Comparator.naturalOrder())
        .filter(d -> d.isAfter(newest.when))
        .orElse(newest.when);
  }

  private static Refusal refusal(Instant now, Past newest, List<Past> behind, Instant proposal) {
    Instant second = Instant.ofEpochSecond(proposal.getEpochSecond());
    String date = second.toString().replace('T', ' ').replace("Z", "");
    return new Refusal(
        "this host's clock is behind: it says %s, but %s".formatted(now, newest.words()),
        behind.stream().map(Past::words).toList(),
        List.of(
            "start chronyd or ntpd: rc-service chronyd start",
            "or set it by hand, at least to this (UTC): date -u -s \"%s\"".formatted(date),
            "then run again"),
        true,
        true);
  }
}
