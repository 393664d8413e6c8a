package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;

/** Rows 8 and 12: the first start that begins without data, where it is allowed. */
final class FoundingStories {
  private FoundingStories() {}

  static List<Story> all() {
    return List.of(
        new Story(
            "row-12-first-of-three",
            "The first of three bare hosts draws the birth and founds.",
            aBareHost().peersSilent()),
        new Story(
            "row-12-one-member",
            "A cluster of one is founded like any other.",
            aBareHost(Edge.config(Edge.spec(1), 1))),
        new Story(
            "row-12-two-members",
            "Two members are founded too, with a warning.",
            aBareHost(Edge.config(Edge.spec(2), 1))),
        new Story(
            "row-12-by-name",
            "Members that know each other by name, in a managed hosts file.",
            aBareHost(Edge.config(Edge.named(), 1))),
        new Story(
            "row-12-started-over",
            "The cluster is started over on purpose: new birth, old data kept aside.",
            anInstalledHost()
                .withoutBirth()
                .startedOver()
                .ownMarkOfEarlier(Mark.State.STARTED)
                .data(Data.Kind.EARLIER)),
        new Story(
            "row-12-started-over-others-still-run",
            "Started over while a peer still runs the old cluster, and so does this host.",
            anInstalledHost()
                .withoutBirth()
                .startedOver()
                .ownMarkOfEarlier(Mark.State.STARTED)
                .data(Data.Kind.EARLIER)
                .service(Status.STARTED, 812)
                .ownPageOfEarlier()
                .peerOfEarlier(2)),
        new Story(
            "row-08-second-of-three",
            "The second of three: the first waits for it.",
            aBareHost(Edge.config(Edge.spec(), 2)).withBirth().peerEmpty(1)),
        new Story(
            "row-08-third-of-three",
            "The third of three arrives when the other two already are a cluster.",
            aBareHost().withBirth().peerFormed(2, 2, 3).peerFormed(3, 2, 3).quorumLists(2, 3)),
        new Story(
            "row-08-formed-no-quorum",
            "A founder that never started comes while the others have lost their quorum.",
            aBareHost().withBirth().peerFormed(2, 2, 3)),
        new Story(
            "row-08-unreadable-peer-with-quorum",
            "One peer cannot be read, but a quorum answers and lists this founder.",
            aBareHost().withBirth().peerFormed(2, 2, 3).peerUnreadable(3).quorumLists(2, 3)),
        new Story(
            "row-08-foreign-peer-with-quorum",
            "A peer runs another cluster: with a quorum that is only reported.",
            aBareHost().withBirth().peerFormed(2, 2, 3).peerForeign(3).quorumLists(2, 3)),
        new Story(
            "row-08-cut-after-intended",
            "A first start was cut short after its mark: the next run goes on.",
            anInstalledHost().ownMark(Mark.State.INTENDED)),
        new Story(
            "row-08-cut-before-the-card",
            "A first start was cut short between the mark in the seed and that on the card.",
            anInstalledHost().markInSeed(cutMark())),
        new Story(
            "row-08-cut-permit-used",
            "etcd made no log before the power went: its leftovers go aside, then it starts.",
            anInstalledHost().ownMark(Mark.State.INTENDED).leftovers()),
        new Story(
            "row-08-met",
            "A founder that met the others before is a founder still.",
            anInstalledHost().ownMark(Mark.State.INTENDED).ownMark(Mark.State.MET)),
        new Story(
            "row-08-respawn-loop",
            "The supervisor tries again and again to start what must not start: it is stopped first.",
            anInstalledHost().ownMark(Mark.State.INTENDED).service(Status.STARTED)),
        new Story(
            "row-08-waits-without-data",
            "etcd still looks for its peers' names and has no log yet: stopped, and begun again.",
            anInstalledHost()
                .ownMark(Mark.State.INTENDED)
                .service(Status.STARTED, 812)
                .leftovers()),
        new Story(
            "row-08-crashed",
            "A service that crashed before it had data.",
            anInstalledHost().ownMark(Mark.State.INTENDED).service(Status.CRASHED)),
        new Story(
            "row-08-orphaned-etcd",
            "OpenRC says stopped, and an etcd of its own is left: it is ended first.",
            anInstalledHost().ownMark(Mark.State.INTENDED).service(Status.STOPPED, 812)),
        new Story(
            "row-08-slept-through-start-over",
            "This host slept while the cluster was started over: its old data is kept aside.",
            anInstalledHost()
                .startedOver()
                .ownMarkOfEarlier(Mark.State.STARTED)
                .data(Data.Kind.EARLIER)
                .service(Status.STARTED, 812)
                .ownPageOfEarlier()
                .peerFormed(2, 2, 3)
                .peerFormed(3, 2, 3)
                .quorumLists(2, 3)),
        new Story(
            "row-08-new-card",
            "A new card for a founder that never started.",
            anInstalledHost().peerEmpty(2)));
  }

  private static Mark cutMark() {
    return anInstalledHost().mark(anInstalledHost().birth, Mark.State.INTENDED, MemorySide.CARD);
  }
}
