package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.text.Problem;
import java.time.Instant;
import java.util.List;

/** A clock that is behind is named as the cause, whatever else follows from it. */
final class ClockStories {
  private static final Problem EARLY =
      new Problem("ca.pem: is valid from 2026-11-22T12:00:00Z", "set the clock");

  private ClockStories() {}

  static List<Story> all() {
    return List.of(
        new Story(
            "clock-before-build",
            "A Pi without a clock chip, at its image's date: before this program was built.",
            aBareHost().clockSays("2022-01-01T00:00:07Z")),
        new Story(
            "clock-before-certificates",
            "The certificates are not valid yet: that is the clock's fault, not theirs.",
            aBareHost()
                .clockSays("2026-11-20T00:00:00Z")
                .certificates(
                    new Certificates.Verdict(
                        List.of(EARLY),
                        List.of(EARLY),
                        List.of(),
                        List.of(),
                        Instant.parse("2026-11-22T12:00:00Z")))),
        new Story(
            "clock-before-certificates-and-a-wrong-key",
            "What is wrong with a certificate whatever the time is said with the clock.",
            aBareHost()
                .clockSays("2026-11-20T00:00:00Z")
                .certificates(
                    new Certificates.Verdict(
                        List.of(
                            EARLY,
                            new Problem(
                                "client-key.pem: is not the key of client.pem", "copy both")),
                        List.of(EARLY),
                        List.of(),
                        List.of(),
                        Instant.parse("2026-11-22T12:00:00Z")))),
        new Story(
            "clock-before-marks",
            "After a power cut the clock is a day behind what this card noted itself.",
            anInstalledHost().ownMark(Mark.State.INTENDED).clockSays("2026-11-19T08:01:00Z")),
        new Story(
            "clock-peers-know-better",
            "A peer's page has the time: that is proposed.",
            anInstalledHost()
                .peerEmpty(2)
                .peersDate(2, "2026-11-23T10:17:03Z")
                .clockSays("2026-11-19T08:01:00Z")),
        new Story(
            "clock-peer-is-behind-too",
            "A peer whose clock is behind as well knows nothing better.",
            anInstalledHost()
                .peerEmpty(2)
                .peersDate(2, "2026-11-01T10:17:03Z")
                .clockSays("2026-11-19T08:01:00Z")),
        new Story(
            "clock-healthy-member",
            "A healthy member whose clock is behind: its certificates may fail at any connection.",
            aFinishedHost().clockSays("2026-11-01T00:00:00Z")),
        new Story(
            "clock-a-little-behind",
            "Clocks of hosts differ a little: a mark from a minute ahead is no reason.",
            aFinishedHost().clockSays("2026-11-20T08:00:00Z")),
        new Story(
            "clock-newer-build",
            "A newer program on a host whose clock has stood still since.",
            aFinishedHost().builtAt("2026-11-24T00:00:00Z")));
  }
}
