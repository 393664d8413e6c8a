package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark.State;
import org.junit.jupiter.api.Test;

class VotingTest {
  private static final EtcdId JOINED = new EtcdId(0x90c10e43ed9f5a1bL);

  @Test
  void aFounderVotes() {
    assertThat(isKnown(Scenario.aFinishedHost())).isTrue();
  }

  @Test
  void whoJoinedIsAskedForUntilItWasSeenToVote() {
    Scenario joined = Scenario.aFinishedHost().joinedAs(JOINED);

    assertThat(isKnown(joined)).isFalse();
    assertThat(isKnown(joined.seenToVote(JOINED))).isTrue();
  }

  /** On the same card: its marks from before it was replaced are still there. */
  @Test
  void whoWasAFounderOnceIsNone() {
    Scenario replaced = Scenario.aFinishedHost().joinedAs(JOINED).ownMark(State.STARTED);

    assertThat(isKnown(replaced)).isFalse();
  }

  @Test
  void aNoteOfAMemberThatNeverRanHereSaysNothing() {
    Scenario joined = Scenario.aFinishedHost().joinedAs(JOINED);

    assertThat(isKnown(joined.seenToVote(new EtcdId(7)))).isFalse();
  }

  @Test
  void withoutABirthNobodyCouldTell() {
    assertThat(isKnown(Scenario.aFinishedHost().joinedAs(JOINED).withoutBirth())).isTrue();
  }

  private static boolean isKnown(Scenario scenario) {
    return Voting.isKnown(scenario.card(), scenario.seed());
  }
}
