package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;

import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.Arrays;
import java.util.List;

/** The command `leave`, and row 4 after it. */
final class LeavingStories {
  private static final Orders REJOIN = new Orders(false, true, false, false);

  private LeavingStories() {}

  static List<Story> all() {
    return List.of(
        leave("leave-one-of-three", "`leave` on one of three.", member(3)),
        leave("leave-one-down", "`leave` while another of three is down.", member(3).dead(3)),
        leave("leave-two-members", "`leave` on one of two.", member(2)),
        leave("leave-two-members-one-down", "The same, the other being down.", member(2).dead(2)),
        leave("leave-only-member", "`leave` on the only member.", member(1)),
        leave(
            "leave-not-listed",
            "A run of `leave` that was cut after the removal.",
            member(3).peerFormedWithoutUs(2).quorumWithoutUs()),
        leave(
            "leave-not-listed-and-a-stranger",
            "The same, and a voter that is in no inventory: it could not be asked.",
            aFinishedHost(Edge.config(Edge.spec(2), 1))
                .withBirth(aBareHost().birth)
                .peerFormedWithoutUs(2)
                .quorumWithoutUs()),
        leave(
            "leave-cut-after-its-mark",
            "A run of `leave` that was cut after its mark: what is left of it is finished.",
            aFinishedHost()
                .ownMark(State.LEFT)
                .service(Status.STOPPED)
                .health(Cluster.OwnHealth.SILENT)
                .peerFormedWithoutUs(2)
                .quorumWithoutUs()),
        leave("leave-left", "It has left already.", left()),
        leave(
            "leave-never-was",
            "`leave` on a host that is no member.",
            aBareHost(Edge.config(Edge.spec(4), 4))
                .withBirth(aBareHost().birth)
                .peerFormed(2, 1, 2, 3)
                .quorumLists(1, 2, 3)),
        leave("leave-no-quorum", "No quorum answers.", member(3).peersSilent().withoutQuorum()),
        leave("leave-no-birth", "The seed knows no cluster.", aBareHost()),
        leave(
            "leave-kept-seed",
            "Nothing but the copy of the seed on the card.",
            member(3).seedKept()),
        leave("leave-alarm", "An alarm is raised.", member(3).alarm("memberID:2 alarm:NOSPACE ")),
        new Story(
            "row-04-rejoin",
            "It has left, and its owner brings it back.",
            left().peerFormedWithoutUs(2).quorumWithoutUs().orders(REJOIN)),
        new Story(
            "row-04-rejoin-no-quorum",
            "The same, and no quorum answers.",
            left().peersSilent().orders(REJOIN)),
        new Story(
            "row-04-left-kept-seed",
            "It has left, its etcd still runs, and there is only the copy of the seed.",
            member(3).ownMarkOnCard(State.LEFT).peersSilent().withoutQuorum().seedKept()));
  }

  private static Story leave(String file, String title, Scenario scenario) {
    return new Story(file, title, scenario.orders(Orders.LEAVE));
  }

  private static Scenario member(int members) {
    Scenario host = aFinishedHost(Edge.config(Edge.spec(members), 1));
    Integer[] all = {1, 2, 3};
    Integer[] published = Arrays.copyOf(all, members);
    if (members > 1) {
      host.peerFormed(2, published);
    }
    return host.ownPage(Cluster.PeerPage.Answer.FORMED, published).quorumLists(published);
  }

  private static Scenario left() {
    return anInstalledHost()
        .ownMark(State.INTENDED)
        .ownMark(State.STARTED)
        .ownMark(State.LEFT)
        .runlevels();
  }
}
