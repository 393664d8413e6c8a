package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;

/** Row 6: a member that has its data. */
final class MemberStories {
  private static final Cluster.OwnHealth NO_LEADER =
      new Cluster.OwnHealth(true, false, "it has no leader");

  private MemberStories() {}

  static List<Story> all() {
    return List.of(
        new Story("row-06-healthy", "The second run on a finished host.", aFinishedHost()),
        new Story(
            "row-06-first-of-three-waits",
            "Up, with its data, and alone: no list is to be had.",
            aFinishedHost().health(NO_LEADER).peersSilent()),
        new Story(
            "row-06-stopped",
            "A member that is down is started.",
            aFinishedHost()
                .service(Status.STOPPED)
                .health(Cluster.OwnHealth.SILENT)
                .peerFormed(2, 1, 2, 3)
                .quorumLists(1, 2, 3)),
        new Story(
            "row-06-stopped-alone",
            "A member that is down is started, also where nobody answers.",
            aFinishedHost().service(Status.STOPPED).health(Cluster.OwnHealth.SILENT).peersSilent()),
        new Story(
            "row-06-crashed",
            "A member whose service has crashed.",
            aFinishedHost().service(Status.CRASHED).health(Cluster.OwnHealth.SILENT).peersSilent()),
        new Story(
            "row-06-start-refused",
            "etcd-run refused the start and waits a minute; what it refused is mended, so it is not waited for.",
            aFinishedHost().health(Cluster.OwnHealth.SILENT).peersSilent().startRefused()),
        new Story(
            "row-06-respawn-loop",
            "etcd has its data and does not stay up: that is not mended by starting it.",
            aFinishedHost().service(Status.STARTED).health(Cluster.OwnHealth.SILENT).peersSilent()),
        new Story(
            "row-06-orphaned-etcd",
            "OpenRC says stopped, and an etcd of its own is left: no second one beside it.",
            aFinishedHost().service(Status.STOPPED, 812)),
        new Story(
            "row-06-supervisor-killed",
            "The supervisor was killed, and etcd goes on without it.",
            aFinishedHost().service(Status.CRASHED, 812)),
        new Story(
            "row-06-marks-to-share",
            "What etcd-run wrote on the card is copied to the seed.",
            anInstalledHost()
                .ownMark(State.INTENDED)
                .ownMarkOnCard(State.STARTED)
                .dataOf(anInstalledHost().ownId(anInstalledHost().birth))
                .service(Status.STARTED, 812)
                .healthy()
                .peersNotAsked()),
        new Story(
            "row-06-marks-seed-read-only",
            "The same with a seed that is not shared: nothing is to be copied.",
            anInstalledHost()
                .ownMarkOnCard(State.STARTED)
                .dataOf(anInstalledHost().ownId(anInstalledHost().birth))
                .service(Status.STARTED, 812)
                .healthy()
                .seedReadOnly()
                .peersNotAsked()),
        new Story(
            "row-06-found-mark",
            "Beside other marks, what etcd-run found counts for nothing.",
            aFinishedHost().markOnCard(aFinishedHost().found())),
        new Story(
            "row-06-earlier-marks",
            "Marks of an earlier birth tell nobody anything new.",
            aFinishedHost().startedOver().markOnCard(earlierMark())),
        new Story(
            "row-06-foreign-peer-with-quorum",
            "A peer runs another cluster: with a quorum that is only reported.",
            aFinishedHost()
                .health(NO_LEADER)
                .peerFormed(2, 1, 2, 3)
                .peerForeign(3)
                .quorumLists(1, 2, 3)),
        new Story(
            "row-06-address-changed",
            "The cluster lists this member at another address than cluster.yml has.",
            aFinishedHost().health(NO_LEADER).peerFormed(2, 1, 2, 3).quorum(elsewhere())));
  }

  private static Mark earlierMark() {
    return aFinishedHost().mark(aFinishedHost().earlier, State.STARTED, MemorySide.CARD);
  }

  private static Cluster.MemberList elsewhere() {
    Cluster.MemberList list = Edge.list(aFinishedHost().birth, List.of(1, 2, 3));
    return new Cluster.MemberList(
        list.clusterId(),
        list.members().stream()
            .map(
                m ->
                    Edge.listed(
                        m.id(),
                        m.name(),
                        m.peerUrls().get(0).replace("192.168.7.11", "192.168.7.111"),
                        true))
            .toList());
  }
}
