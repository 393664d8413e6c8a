package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.plan.Cluster.PeerPage.Answer;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;

/** Row 6 without a birth in the seed: a cluster made by hand, and a birth that was lost. */
final class TakeOverStories {
  private TakeOverStories() {}

  static List<Story> all() {
    return List.of(
        new Story(
            "row-06-take-over",
            "A healthy cluster that was made by hand, and a seed that knows nothing of it.",
            madeByHand()),
        new Story(
            "row-06-take-over-newer",
            "The same, made with a newer etcd than cluster.yml wants.",
            madeByHand().writtenBy("3.5.16", "the etcd that runs here says so")),
        new Story(
            "row-06-take-over-found",
            "The same after etcd-run was once started there: its mark `found` says nothing more.",
            madeByHand().markOnCard(aBareHost().found())),
        new Story("row-06-take-over-cut", "A take-over that was cut after its marks.", cut()),
        new Story(
            "row-06-taken-over",
            "A neighbour's run took it over, and this host runs as it should: its card has no ID.",
            takenOver()),
        new Story(
            "row-06-take-over-read-only",
            "A seed that cannot be written to.",
            madeByHand().seedReadOnly()),
        new Story(
            "row-06-take-over-no-quorum",
            "It was made by hand, and no quorum answers.",
            aBareHost()
                .dataOf(aBareHost().birth.clusterId(), aBareHost().ownId(aBareHost().birth))
                .service(Status.STARTED, 812)
                .ownPage(Answer.FORMED, 1, 2, 3)),
        new Story(
            "row-06-take-over-unnamed",
            "One of its members never started, and has no name yet.",
            madeByHand().quorum(withoutName())),
        new Story(
            "row-06-no-take-over-unknown-mark",
            "A mark of a cluster that nobody knows: this program began one here.",
            madeByHand().markOnCard(unknown())),
        new Story(
            "row-06-put-back",
            "The seed has lost the birth of the cluster that runs here.",
            lostBirth().peerFormed(2, 1, 2, 3).quorumLists(1, 2, 3)),
        new Story(
            "row-06-put-back-after-replace",
            "The same after x-k3s-m-1 was replaced once: its first ID must not begin anew.",
            replacedOnce()),
        new Story(
            "row-08-blocked-observed",
            "Founders of a cluster that was taken over have run, whatever the marks say.",
            anInstalledHost().withBirth(observed())),
        new Story(
            "row-06-put-back-no-quorum",
            "The same, and no quorum answers.",
            lostBirth().peersSilent()),
        new Story(
            "row-06-put-back-data-lost",
            "The same, and the data is gone: nothing is put back on a card's word alone.",
            lostBirth().data(Data.Kind.NONE).service(Status.STOPPED).peerFormed(2, 1, 2, 3)));
  }

  private static Scenario madeByHand() {
    Scenario host = aBareHost();
    return host.dataOf(host.birth.clusterId(), host.ownId(host.birth))
        .service(Status.STARTED, 812)
        .healthy()
        .ownPage(Answer.FORMED, 1, 2, 3)
        .peerFormed(2, 1, 2, 3)
        .peerFormed(3, 1, 2, 3)
        .quorumLists(1, 2, 3);
  }

  private static Scenario takenOver() {
    Scenario host = anInstalledHost();
    return host.withBirth()
        .dataOf(host.birth.clusterId(), host.ownId(host.birth))
        .markOnCard(host.found())
        .service(Status.STARTED, 812)
        .running()
        .healthy()
        .ownPage(Answer.FORMED, 1, 2, 3)
        .quorumLists(1, 2, 3);
  }

  private static Scenario lostBirth() {
    Scenario host = aFinishedHost();
    return host.dataOf(host.birth.clusterId(), host.ownId(host.birth))
        .health(new Cluster.OwnHealth(true, false, "it has no leader"))
        .withoutBirth();
  }

  private static Scenario replacedOnce() {
    EtcdId added = EtcdId.parse("add1add2add3add4");
    Scenario host = lostBirth();
    Cluster.MemberList list = Edge.list(host.birth, List.of(1, 2, 3));
    Cluster.ListedMember self = list.members().get(0);
    Cluster.ListedMember now = Edge.listed(added, self.name(), self.peerUrls().get(0), true);
    return host.joinedAs(added)
        .dataOf(host.birth.clusterId(), added)
        .quorum(
            new Cluster.MemberList(
                list.clusterId(), List.of(now, list.members().get(1), list.members().get(2))));
  }

  private static Birth observed() {
    Birth birth = aBareHost().birth;
    return Birth.observed(
        birth.token(), birth.founders(), birth.clusterId(), birth.when(), birth.by());
  }

  private static Scenario cut() {
    Scenario host = madeByHand().card("x-k3s-m-1");
    for (Founder f : host.birth.founders()) {
      Mark mark =
          Mark.of(
              f.name().value(),
              f.id(),
              State.STARTED,
              new Mark.Details(
                  Edge.NAME + "-" + host.birth.clusterId(),
                  host.birth.clusterId(),
                  "unknown",
                  "2026-11-20T08:01:00Z"));
      host.markOnCard(mark).markInSeed(mark);
    }
    return host;
  }

  private static Mark unknown() {
    Birth other = Edge.birth(Edge.spec(), "10571057");
    return aBareHost().mark(other, State.STARTED, MemorySide.ANOTHER_CARD);
  }

  private static Cluster.MemberList withoutName() {
    Cluster.MemberList list = Edge.list(aBareHost().birth, List.of(1, 2));
    Cluster.ListedMember third = list.members().get(2);
    return new Cluster.MemberList(
        list.clusterId(),
        List.of(
            list.members().get(0),
            list.members().get(1),
            Edge.listed(third.id(), "", third.peerUrls().get(0), false)));
  }
}
