package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.plan.Cluster.PeerPage.Answer;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;

/** Rows 1 to 5, 7 and 14: what is left untouched, and the words for it. */
final class RefusalStories {
  private static final EtcdId JOINED = new EtcdId(0x90c10e43ed9f5a1bL);

  private static final Cluster.OwnHealth NO_LEADER =
      new Cluster.OwnHealth(true, false, "it has no leader");

  private static final Cluster.OwnHealth NO_METRICS =
      new Cluster.OwnHealth(false, false, "nothing answers on its metrics page");

  private RefusalStories() {}

  static List<Story> all() {
    Mark othersStarted =
        aBareHost().mark(aBareHost().birth, State.STARTED, MemorySide.ANOTHER_CARD);
    return List.of(
        new Story(
            "row-01-not-mounted",
            "The data's own disk is not mounted.",
            anInstalledHost().notMounted("/var/lib/etcd")),
        new Story(
            "row-01-in-memory",
            "Diskless Alpine: /var/lib is in memory.",
            aBareHost().dataOn("tmpfs")),
        new Story(
            "row-01-on-another-disk",
            "The card remembers data on another disk than the one that is there.",
            anInstalledHost()
                .ownMark(State.INTENDED)
                .ownMark(State.STARTED)
                .dataBegunOn("SERIAL-DATA")),
        new Story(
            "row-01-held-by-a-stranger",
            "Somebody started an etcd by hand on the data folder.",
            anInstalledHost().data(Data.Kind.VALID).heldBy("etcd", 4711)),
        new Story(
            "row-01-stranger-answers",
            "An etcd by hand answers for this host, with its data who knows where.",
            aBareHost().withBirth().ownPage(Answer.FORMED, 1, 2, 3)),
        new Story(
            "row-01-data-elsewhere",
            "The installed conf.yml is the owner's, with its data in another place.",
            aBareHost()
                .text(Layout.CONF, "name: x-k3s-m-1\ndata-dir: /data/etcd\n")
                .dataElsewhere("/data/etcd")),
        new Story(
            "row-01-log-elsewhere",
            "A cluster made by hand, and taken over on a neighbour: the log of the healthy voter"
                + " here lies on a disk of its own.",
            aBareHost()
                .withBirth()
                .markInSeed(othersStarted)
                .leftovers()
                .elsewhere("/mnt/wal", true, "etcd (PID 812), which runs here, has it open")
                .service(Status.STARTED, 812)
                .health(NO_METRICS)
                .ownPage(Answer.FORMED, 1, 2, 3)
                .peerFormed(2, 1, 2, 3)
                .quorumLists(1, 2, 3)),
        new Story(
            "row-02-another-members-card",
            "The card of member 2 in the host of member 1.",
            anInstalledHost().card("x-k3s-m-2")),
        new Story(
            "row-02-another-members-data",
            "The data's ID is listed as another member's.",
            anInstalledHost()
                .dataOf(Edge.list(aBareHost().birth, List.of()).members().get(1).id())
                .peerFormed(3, 2, 3)),
        new Story(
            "row-02-two-cards",
            "Another host answers as this member.",
            aBareHost().withBirth().markInSeed(othersStarted).impostorAt("192.168.7.99")),
        new Story(
            "row-02-two-cards-after-a-new-address",
            "A new card at the address that cluster.yml gives by now; the old Pi runs on at its own.",
            aBareHost()
                .withBirth()
                .peerFormed(2, 1, 2, 3)
                .quorumLists(1, 2, 3)
                .impostorAt("192.168.7.111")),
        new Story(
            "row-03-foreign-data",
            "Data of a cluster that this seed does not know.",
            anInstalledHost().data(Data.Kind.FOREIGN)),
        new Story(
            "row-03-foreign-data-and-peer",
            "Data of an unknown cluster here and on a peer, while this seed's cluster runs.",
            anInstalledHost()
                .data(Data.Kind.FOREIGN)
                .peerFormed(2, 2, 3)
                .peerForeign(3)
                .quorumLists(2, 3)),
        new Story(
            "row-03-foreign-peer",
            "A peer runs another cluster, and no quorum of this one answers.",
            aBareHost().withBirth().peerForeign(2)),
        new Story(
            "row-03-own-etcd-foreign",
            "The service's own etcd runs another cluster, its data who knows where.",
            anInstalledHost()
                .service(Status.STARTED, 812)
                .peerFormed(2, 2, 3)
                .quorumLists(2, 3)
                .peerForeign(1)),
        new Story(
            "row-04-left",
            "This member has left.",
            anInstalledHost().ownMark(State.INTENDED).ownMark(State.STARTED).ownMark(State.LEFT)),
        new Story(
            "row-04-left-and-still-runs",
            "This member has left, and its etcd still runs.",
            aFinishedHost().ownMark(State.LEFT)),
        new Story(
            "row-04-left-unreadable",
            "A mark `left` whose content is lost, beside the data.",
            aFinishedHost()
                .health(NO_LEADER)
                .peersSilent()
                .markOnCard(aBareHost().unreadable(State.LEFT))),
        new Story(
            "row-05-learner",
            "A member that does not vote yet.",
            aJoinedHost().quorum(listedAs(JOINED, true))),
        new Story(
            "row-05-learner-has-become-a-voter",
            "It was promoted, and the power went before that was noted.",
            aJoinedHost().quorum(listedAs(JOINED, false))),
        new Story(
            "row-05-noted-as-a-voter",
            "It was seen to vote before: nobody need be asked.",
            aJoinedHost().seenToVote(JOINED).peersNotAsked()),
        new Story(
            "row-05-learner-by-list",
            "A member that is down, and listed as a learner.",
            aFinishedHost()
                .service(Status.STOPPED)
                .health(Cluster.OwnHealth.SILENT)
                .peerFormed(2, 2, 3)
                .quorum(listedAs(aBareHost().ownId(aBareHost().birth), true))),
        new Story(
            "row-07-not-listed",
            "The data is there, and the cluster has removed this member.",
            aFinishedHost().health(NO_LEADER).peerFormedWithoutUs(2).quorumWithoutUs()),
        new Story(
            "row-14-copy",
            "A card was copied, data and all.",
            anInstalledHost()
                .ownMark(State.STARTED)
                .data(Data.Kind.COPY)
                .dataBegunOn("SERIAL-OLD")
                .onDisk("SERIAL-1")),
        new Story(
            "row-14-copy-peers-silent",
            "The same on a new disk, with all others off.",
            anInstalledHost()
                .ownMark(State.STARTED)
                .data(Data.Kind.COPY)
                .dataBegunOn("SERIAL-1")
                .onDisk("SERIAL-2")),
        new Story(
            "row-14-unknown-data-runs",
            "A cluster that was made by hand runs here.",
            aBareHost()
                .data(Data.Kind.UNKNOWN)
                .service(Status.STARTED, 812)
                .healthy()
                .peerForeign(2)
                .peerForeign(3)),
        new Story(
            "row-14-birth-lost",
            "A member runs, and the seed that it was born from has lost its birth.",
            aFinishedHost().withoutBirth().data(Data.Kind.UNKNOWN).peersSilent()),
        new Story(
            "row-14-birth-unreadable",
            "A member runs, and the birth in the seed cannot be read.",
            aFinishedHost()
                .withoutBirth()
                .unreadableBirth()
                .data(Data.Kind.UNKNOWN)
                .peersSilent()));
  }

  /** Healthy by its own word, and added by replacing the founder. */
  private static Scenario aJoinedHost() {
    return aFinishedHost().joinedAs(JOINED).dataOf(JOINED).peerFormed(2, 1, 2, 3);
  }

  private static Cluster.MemberList listedAs(EtcdId self, boolean learner) {
    Cluster.MemberList list = Edge.list(aBareHost().birth, List.of(1, 2, 3));
    return new Cluster.MemberList(
        list.clusterId(),
        list.members().stream()
            .map(
                m ->
                    m.name().equals("x-k3s-m-1")
                        ? new Cluster.ListedMember(
                            self, m.name(), m.peerUrls(), m.clientUrls(), learner)
                        : m)
            .toList());
  }
}
