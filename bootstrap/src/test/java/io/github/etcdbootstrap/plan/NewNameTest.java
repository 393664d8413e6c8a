package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.model.NodeConfig;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewNameTest {
  private static final Birth BIRTH = Edge.birth(Edge.named(), "0b1e55ed");

  /** In a cluster of the first three. */
  private static Scenario joining(NodeConfig config) {
    return Scenario.aBareHost(config).withBirth(BIRTH).peerFormed(2, 1, 2, 3).quorumLists(1, 2, 3);
  }

  private static Optional<String> afterwards(Scenario scenario) {
    return NewName.afterwards(scenario.plan(), scenario.facts(), scenario.config);
  }

  private static NodeConfig fourth(ClusterSpec spec) {
    return Edge.config(spec, 4);
  }

  @Test
  void theOthersAreToBeRunBeforeTheNextIsAdded() {
    assertThat(afterwards(joining(fourth(Edge.named(4)))))
        .contains(
            "run etcd-bootstrap on x-k3s-m-1, x-k3s-m-2, x-k3s-m-3 too, before another member is"
                + " added: their"
                + " /etc/hosts may lack x-k3s-m-4");
  }

  @Test
  void byAddressNobodyNeedsAName() {
    assertThat(afterwards(joining(fourth(Edge.spec(4))))).isEmpty();
  }

  @Test
  void whoWasAMemberBeforeIsKnown() {
    Scenario rejoining = joining(fourth(Edge.named(4))).ownMark(State.STARTED);
    assertThat(rejoining.plan().changes()).anyMatch(MemberChange.AddLearner.class::isInstance);
    assertThat(afterwards(rejoining)).isEmpty();
  }

  @Test
  void aFounderThatIsReplacedIsKnown() {
    Scenario lost =
        Scenario.anInstalledHost(Edge.config(Edge.named(), 1))
            .ownMark(State.INTENDED)
            .ownMark(State.STARTED)
            .peerFormed(2, 1, 2, 3)
            .peerFormed(3, 1, 2, 3)
            .quorumLists(1, 2, 3);
    assertThat(lost.plan().changes()).anyMatch(MemberChange.AddLearner.class::isInstance);
    assertThat(afterwards(lost)).isEmpty();
  }

  @Test
  void whereNobodyIsAddedNothingIsSaid() {
    assertThat(afterwards(Scenario.aFinishedHost(Edge.config(Edge.named(), 1)))).isEmpty();
  }
}
