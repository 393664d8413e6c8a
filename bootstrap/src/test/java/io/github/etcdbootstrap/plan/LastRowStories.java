package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;
import java.util.Optional;

/** Row 14 by case, and row 8 where the founders meet. */
final class LastRowStories {
  private LastRowStories() {}

  static List<Story> all() {
    return List.of(
        new Story(
            "row-08-meet",
            "Each host has a copy of the seed of its own: the founders meet.",
            anInstalledHost().seedReadOnly()),
        new Story(
            "row-08-met-peers-started",
            "This card has met the others, and they have started meanwhile.",
            anInstalledHost()
                .seedReadOnly()
                .ownMarkOnCard(State.INTENDED)
                .ownMarkOnCard(State.MET)
                .peerFormed(2, 2, 3)),
        new Story(
            "row-08-blocked-peers-started",
            "This card never met the others, and one has started: it founds nothing.",
            anInstalledHost().seedReadOnly().peerFormed(2, 2, 3)),
        new Story(
            "row-10-seed-not-shared",
            "The same, and a quorum answers: it is replaced.",
            anInstalledHost()
                .seedReadOnly()
                .peerFormed(2, 2, 3)
                .peerFormed(3, 2, 3)
                .quorumLists(2, 3)),
        new Story(
            "row-14-corrupt-no-quorum",
            "Its data cannot be used, and no quorum answers.",
            anInstalledHost()
                .ownMark(State.STARTED)
                .damagedData("its log breaks off in 0-0.wal: crc mismatch")
                .peerFormed(2, 1, 2, 3)),
        new Story(
            "row-14-knows-no-member",
            "Its first start was cut in its first instant: its etcd runs, and knows no member.",
            anInstalledHost()
                .ownMark(State.INTENDED)
                .damagedData(
                    "its etcd knows no member: its first start was cut in its first instant")
                .service(Status.STARTED, 812)
                .running()
                .health(new Cluster.OwnHealth(true, false, "it has no leader"))
                .page(knowsNoMember(aBareHost().birth))
                .peerEmpty(2)),
        new Story(
            "row-12-started-over-knows-no-member",
            "The same, once birth.yml is aside: nothing was ever committed, and all begins anew.",
            anInstalledHost()
                .withoutBirth()
                .startedOver()
                .ownMarkOfEarlier(State.INTENDED)
                .data(Data.Kind.EARLIER)
                .service(Status.STARTED, 812)
                .health(new Cluster.OwnHealth(true, false, "it has no leader"))
                .page(knowsNoMember(aBareHost().earlier))
                .peerOfEarlier(2)),
        new Story(
            "row-14-trust-copy",
            "All cards were copied while all members were off, says the owner.",
            anInstalledHost()
                .ownMark(State.STARTED)
                .data(Data.Kind.COPY)
                .dataBegunOn("SERIAL-OLD")
                .orders(new Orders(false, false, true, false))),
        new Story(
            "row-14-copy-without-birth",
            "A copied card, and a seed without a birth.",
            aBareHost().data(Data.Kind.COPY).dataBegunOn("SERIAL-OLD")),
        new Story(
            "row-14-copy-with-marks-without-birth",
            "A copied card, and a seed whose birth is lost, or was not recorded yet.",
            aBareHost()
                .withoutBirth()
                .ownMark(State.STARTED)
                .data(Data.Kind.COPY)
                .dataBegunOn("SERIAL-OLD")),
        new Story(
            "row-14-trust-copy-without-birth",
            "The same, and all cards were copied while all members were off, says the owner.",
            anInstalledHost()
                .withoutBirth()
                .ownMark(State.STARTED)
                .data(Data.Kind.COPY)
                .dataBegunOn("SERIAL-OLD")
                .orders(new Orders(false, false, true, false))),
        new Story(
            "row-14-renumbered",
            "All addresses were changed at once: the members look for each other in vain.",
            aFinishedHost()
                .health(new Cluster.OwnHealth(true, false, "it has no leader"))
                .peersSilent()
                .page(renumbered())),
        new Story(
            "row-14-unknown-data",
            "An etcd runs on data of this cluster, and does not say whose it is.",
            anInstalledHost().data(Data.Kind.UNKNOWN).service(Status.STARTED, 812)));
  }

  private static Cluster.PeerPage knowsNoMember(Birth birth) {
    return new Cluster.PeerPage(
        Edge.member(1),
        Cluster.PeerPage.Answer.EMPTY,
        Optional.of(new Cluster.MemberList(birth.clusterId(), List.of())),
        "");
  }

  private static Cluster.PeerPage renumbered() {
    Cluster.MemberList list = Edge.list(aBareHost().birth, List.of(1, 2, 3));
    return new Cluster.PeerPage(
        Edge.member(1),
        Cluster.PeerPage.Answer.FORMED,
        Optional.of(
            new Cluster.MemberList(
                list.clusterId(),
                list.members().stream()
                    .map(
                        m ->
                            Edge.listed(
                                m.id(),
                                m.name(),
                                m.peerUrls().get(0).replace("192.168.7", "192.168.3"),
                                true))
                    .toList())),
        "");
  }
}
