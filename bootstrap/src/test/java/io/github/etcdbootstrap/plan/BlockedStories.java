package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.plan.Cluster.PeerPage.Answer;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;
import java.util.stream.Stream;

/** Rows 8, 12 and 13: each condition alone keeps a host from founding. */
final class BlockedStories {
  private BlockedStories() {}

  static List<Story> all() {
    return Stream.of(founders(), births(), seeds()).flatMap(List::stream).toList();
  }

  private static List<Story> founders() {
    Mark othersIntended =
        aBareHost().mark(aBareHost().birth, State.INTENDED, MemorySide.ANOTHER_CARD);
    Mark othersStarted =
        aBareHost().mark(aBareHost().birth, State.STARTED, MemorySide.ANOTHER_CARD);
    return List.of(
        blocked(
            "row-08-blocked-own-started",
            "The data was deleted: this card's own mark says that the member ran.",
            anInstalledHost().ownMark(State.INTENDED).ownMark(State.STARTED)),
        blocked(
            "row-08-blocked-data-deleted-respawned",
            "The data was deleted and etcd killed; the supervisor is refused again and again.",
            anInstalledHost()
                .ownMark(State.INTENDED)
                .ownMark(State.STARTED)
                .service(Status.STARTED)),
        blocked(
            "row-08-blocked-new-card-member-ran",
            "A new card for a member that ran: the seed remembers what the card does not.",
            aBareHost().withBirth().markInSeed(othersIntended).markInSeed(othersStarted)),
        blocked(
            "row-08-blocked-other-cards-intended",
            "Another card of this member was about to start: nobody knows whether it did.",
            aBareHost().withBirth().markInSeed(othersIntended)),
        blocked(
            "row-08-blocked-copied-card",
            "The card's content was copied to another disk: its own marks are another card's now.",
            anInstalledHost().ownMark(State.INTENDED).onDisk("SERIAL-2")),
        blocked(
            "row-08-blocked-unreadable-mark",
            "A mark that cannot be read says the worst.",
            anInstalledHost()
                .ownMark(State.INTENDED)
                .markInSeed(anInstalledHost().unreadable(State.INTENDED))),
        blocked(
            "row-08-blocked-peer-shows-published",
            "No mark is left anywhere, but a peer remembers this member as one that ran.",
            aBareHost().withBirth().peerFormed(2, 1, 2, 3)),
        blocked(
            "row-08-blocked-quorum-shows-published",
            "A quorum lists this member as one that ran: it is replaced, not founded.",
            aBareHost().withBirth().peerFormed(2, 2, 3).quorumLists(1, 2, 3)),
        blocked(
            "row-08-blocked-own-page-shows-published",
            "The log was deleted under a running etcd, whose own page shows that it ran.",
            anInstalledHost()
                .ownMark(State.INTENDED)
                .service(Status.STARTED, 812)
                .ownPage(Answer.FORMED, 1, 2, 3)),
        blocked(
            "row-08-blocked-not-listed",
            "The cluster's members do not list this founder any more.",
            aBareHost().withBirth().peerFormedWithoutUs(2).quorumWithoutUs()),
        blocked(
            "row-08-blocked-peer-lost-us",
            "Without a quorum, one peer that does not list this founder is enough.",
            aBareHost().withBirth().peerFormedWithoutUs(2).peerEmpty(3)),
        blocked(
            "row-08-blocked-unreadable-peer",
            "A peer that cannot be read might know that this member ran.",
            aBareHost().withBirth().peerEmpty(2).peerUnreadable(3)),
        blocked(
            "row-08-blocked-another-url",
            "The birth has this founder at another address.",
            aBareHost().withBirth(movedBirth())),
        blocked(
            "row-08-blocked-seed-not-shared",
            "A birth in a seed that is not shared: the founders meet first.",
            aBareHost().withBirth().seedReadOnly()));
  }

  private static List<Story> births() {
    Mark unknown =
        aBareHost()
            .mark(Edge.birth(Edge.spec(), "10571057"), State.STARTED, MemorySide.ANOTHER_CARD);
    return List.of(
        blocked(
            "row-12-blocked-peer-formed",
            "No birth, and a peer is in a cluster that nothing here knows.",
            aBareHost().peerForeign(2)),
        new Story(
            "row-12-blocked-earlier-foreign",
            "Started over, and a peer is in a cluster that this seed never knew.",
            anInstalledHost()
                .withoutBirth()
                .startedOver()
                .ownMarkOfEarlier(State.STARTED)
                .data(Data.Kind.EARLIER)
                .peerForeign(2)),
        blocked(
            "row-12-blocked-peer-empty",
            "No birth, and a peer's etcd already waits for others.",
            aBareHost().peerEmpty(2)),
        blocked(
            "row-12-blocked-peer-unreadable",
            "No birth, and a peer that cannot be read.",
            aBareHost().peerUnreadable(2)),
        blocked(
            "row-12-blocked-mark-in-seed",
            "The seed lost its birth, and has a mark of a member that ran.",
            aBareHost().markInSeed(unknown)),
        blocked(
            "row-12-blocked-mark-on-card",
            "This card ran a cluster that the seed does not know.",
            anInstalledHost().ownMark(State.STARTED).withoutBirth()),
        blocked(
            "row-12-blocked-unreadable-mark",
            "A mark that cannot be read may be anybody's.",
            aBareHost().markInSeed(aBareHost().unreadable(State.INTENDED))),
        blocked(
            "row-12-blocked-found",
            "etcd-run found data here once, and it is gone.",
            aBareHost().markOnCard(aBareHost().found())),
        blocked(
            "row-12-blocked-unreadable-birth",
            "There is a birth, and it cannot be used.",
            aBareHost().unreadableBirth()),
        blocked(
            "row-12-blocked-unknown-data",
            "There is data, and nothing says whose.",
            aBareHost().data(Data.Kind.UNKNOWN)));
  }

  private static List<Story> seeds() {
    return List.of(
        blocked(
            "row-13-seed-read-only",
            "Nothing but a read-only seed: the birth is printed, to be put into every copy.",
            aBareHost().seedReadOnly()),
        blocked(
            "row-13-seed-on-the-same-disk",
            "A seed that was copied to the card.",
            aBareHost().seedOnTheSameDisk()),
        blocked("row-13-seed-in-memory", "A seed in memory.", aBareHost().seedInMemory()));
  }

  private static Birth movedBirth() {
    List<Birth.Named> founders =
        aBareHost().birth.founders().stream()
            .map(f -> new Birth.Named(f.name(), f.peerUrl().replace("192.168.7.1", "192.168.9.1")))
            .toList();
    return Birth.of(Edge.NAME + "-0b1e55ed", founders, "2026-11-20T08:00:00Z", "x-k3s-m-2");
  }

  private static Story blocked(String file, String title, Scenario scenario) {
    return new Story(file, title, scenario);
  }
}
