package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;
import java.util.stream.Stream;

/** Rows 7 and 9 to 11: the cluster goes on, and this host has no data to go on with. */
final class LossStories {
  private static final EtcdId ADDED = EtcdId.parse("add1add2add3add4");
  private static final Orders UNATTENDED = new Orders(false, false, false, true);

  private LossStories() {}

  static List<Story> all() {
    return Stream.of(removedOrAdded(), replaced(), notReplaced(), joined())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Story> removedOrAdded() {
    return List.of(
        new Story(
            "row-07-unattended",
            "The cluster has removed this member, its data is whole, and nobody watches.",
            aFinishedHost()
                .health(new Cluster.OwnHealth(true, false, "it has no leader"))
                .peerFormedWithoutUs(2)
                .quorumWithoutUs()
                .orders(UNATTENDED)),
        new Story(
            "row-09-added-and-cut",
            "A member was added and its start cut short: it is started from its peers.",
            fourth()
                .card("x-k3s-m-4")
                .markOnCard(intended())
                .peerFormed(2, 1, 2, 3)
                .quorum(withTheAdded(false))),
        new Story(
            "row-09-earlier-data",
            "The same, and an earlier cluster's data still lies there.",
            fourth()
                .startedOver()
                .card("x-k3s-m-4")
                .markOnCard(intended())
                .data(Data.Kind.EARLIER)
                .peerFormed(2, 1, 2, 3)
                .quorum(withTheAdded(false))),
        new Story(
            "row-09-blocked-published",
            "The card only remembers that it was about to start, and the cluster that it has.",
            fourth()
                .card("x-k3s-m-4")
                .markOnCard(intended())
                .peerFormed(2, 1, 2, 3)
                .quorum(withTheAdded(true))));
  }

  private static List<Story> replaced() {
    return List.of(
        new Story(
            "row-10-data-lost",
            "A member lost its data in a healthy cluster: it is replaced.",
            lost()),
        new Story(
            "row-10-new-card",
            "A new card in the host of a member that ran.",
            aBareHost().withBirth().peerFormed(2, 1, 2, 3).quorumLists(1, 2, 3)),
        new Story(
            "row-10-corrupt",
            "etcd cannot go on with its data, and its supervisor tries again and again.",
            lost()
                .damagedData("its log breaks off in 0-0.wal: crc mismatch")
                .service(Status.STARTED)),
        new Story(
            "row-10-copy",
            "A card that was copied, data and all, while the cluster goes on.",
            lost().data(Data.Kind.COPY).dataBegunOn("SERIAL-OLD")),
        new Story(
            "row-10-copy-of-another-user",
            "The same, and it runs under another user: what is etcd's is given to it once stopped.",
            lost()
                .data(Data.Kind.COPY)
                .dataBegunOn("SERIAL-OLD")
                .service(Status.STARTED, 812)
                .runsAs("db")
                .strays(Layout.MARKS, 3)),
        new Story(
            "row-10-earlier",
            "This card has data of an earlier cluster, and its member of this one has run.",
            lost().startedOver().data(Data.Kind.EARLIER)),
        new Story(
            "row-10-one-dead-of-five",
            "Another of five is dead too: the own ID goes, and nobody can be added yet.",
            five(Edge.list(Edge.birth(Edge.spec(5), "0b1e55ed"), List.of(1, 2, 3, 4, 5))).dead(4)),
        new Story(
            "row-10-unstarted-voter-of-five",
            "One of five never started: the own ID goes, and nobody can be added yet.",
            five(unnamed(Edge.list(Edge.birth(Edge.spec(5), "0b1e55ed"), List.of(1, 2, 3, 4)), 5))),
        new Story(
            "row-10-unattended",
            "Nobody watches: once, and it is remembered in the cluster.",
            lost().orders(UNATTENDED)));
  }

  private static List<Story> notReplaced() {
    return List.of(
        new Story(
            "row-10-unattended-again",
            "Nobody watches, for the second time: the card may be failing.",
            lost().orders(UNATTENDED).replacedUnattended()),
        new Story(
            "row-10-unattended-then-a-person",
            "It was replaced while nobody watched; now a person has put a new card in.",
            lost().replacedUnattended()),
        new Story(
            "row-10-two-dead-of-five",
            "Two others of five are dead too: the removal would cost the quorum.",
            five(Edge.list(Edge.birth(Edge.spec(5), "0b1e55ed"), List.of(1, 2, 3, 4, 5)))
                .dead(4)
                .dead(5)),
        new Story(
            "row-10-another-learner",
            "Another host is being added just now.",
            lost().quorum(and(founders(), learner(4)))),
        new Story(
            "row-10-unstarted-voter",
            "Another founder never started: beside it nobody can be added.",
            lost().quorum(unnamed(Edge.list(aBareHost().birth, List.of(1, 2)), 3))),
        new Story("row-10-alarm", "An alarm is raised.", lost().alarm("memberID:2 alarm:NOSPACE ")),
        new Story(
            "row-10-no-room",
            "The cluster's database does not fit on the disk, and older data is kept aside.",
            lost()
                .database(3L << 30)
                .freeForData(2L << 30)
                .aside("member-20260101T080000Z")
                .aside("member-20260301T080000Z")),
        new Story(
            "row-10-listed-twice",
            "The cluster lists this host's member twice.",
            lost()
                .quorum(
                    and(
                        founders(),
                        Edge.listed(ADDED, "x-k3s-m-1", "https://192.168.7.111:2380", true)))),
        new Story(
            "row-10-two-members",
            "One of two members lost its data: the other has no quorum.",
            anInstalledHost(Edge.config(Edge.spec(2), 1))
                .ownMark(State.INTENDED)
                .ownMark(State.STARTED)
                .peerFormed(2, 1, 2)));
  }

  private static List<Story> joined() {
    return List.of(
        new Story(
            "row-11-no-founder",
            "A member that was added to cluster.yml after the birth joins.",
            fourth().peerFormed(2, 1, 2, 3).quorumLists(1, 2, 3)),
        new Story(
            "row-11-after-its-removal",
            "Its old ID is gone already, since others were dead: now it can be added.",
            lost().peerFormedWithoutUs(2).quorumWithoutUs()),
        new Story(
            "row-11-another-dead",
            "Another is dead: nobody can be added while it is.",
            fourth().peerFormed(2, 1, 2, 3).quorumLists(1, 2, 3).dead(3)),
        new Story(
            "row-11-seed-not-shared",
            "The same host joins with a copy of the seed of its own: the quorum is enough.",
            fourth().seedReadOnly().peerFormed(2, 1, 2, 3).quorumLists(1, 2, 3)),
        new Story(
            "row-11-no-quorum",
            "It is no founder, and no quorum answers.",
            fourth().peerFormed(2, 1, 2, 3)));
  }

  /** This member ran, and its data is gone. */
  private static Scenario lost() {
    return anInstalledHost()
        .ownMark(State.INTENDED)
        .ownMark(State.STARTED)
        .peerFormed(2, 1, 2, 3)
        .peerFormed(3, 1, 2, 3)
        .quorumLists(1, 2, 3);
  }

  private static Scenario five(Cluster.MemberList list) {
    return anInstalledHost(Edge.config(Edge.spec(5), 1))
        .ownMark(State.INTENDED)
        .ownMark(State.STARTED)
        .peerFormed(2, 1, 2, 3, 4, 5)
        .peerFormed(3, 1, 2, 3, 4, 5)
        .quorum(list);
  }

  private static Scenario fourth() {
    return aBareHost(Edge.config(Edge.spec(4), 4)).withBirth(aBareHost().birth);
  }

  private static Mark intended() {
    Birth birth = aBareHost().birth;
    return Mark.of(
        "x-k3s-m-4",
        ADDED,
        State.INTENDED,
        new Mark.Details(birth.token(), birth.clusterId(), MemorySide.CARD, "later"));
  }

  private static Cluster.MemberList founders() {
    return Edge.list(aBareHost().birth, List.of(1, 2, 3));
  }

  /** etcd lists it without a name until it has started. */
  private static Cluster.MemberList withTheAdded(boolean published) {
    String url = "https://192.168.7.14:2380";
    return and(
        founders(),
        new Cluster.ListedMember(
            ADDED,
            published ? "x-k3s-m-4" : "",
            List.of(url),
            published ? List.of("https://192.168.7.14:2379") : List.of(),
            true));
  }

  private static Cluster.ListedMember learner(int number) {
    String url = Edge.spec().peerUrl(Edge.member(number));
    return new Cluster.ListedMember(
        ADDED, Edge.member(number).name().value(), List.of(url), List.of(url), true);
  }

  private static Cluster.MemberList and(Cluster.MemberList list, Cluster.ListedMember more) {
    return new Cluster.MemberList(
        list.clusterId(), Stream.concat(list.members().stream(), Stream.of(more)).toList());
  }

  private static Cluster.MemberList unnamed(Cluster.MemberList list, int number) {
    String name = Edge.member(number).name().value();
    return new Cluster.MemberList(
        list.clusterId(),
        list.members().stream()
            .map(
                m ->
                    m.name().equals(name) ? Edge.listed(m.id(), "", m.peerUrls().get(0), false) : m)
            .toList());
  }
}
