package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import java.util.List;

/**
 * Whether this host's member votes, as far as the card knows. A learner's health says true too, and
 * its metric {@code etcd_server_is_learner} says 0 if the addition came in a snapshot (it is set
 * where the change itself is applied: server/etcdserver/server.go, applyConfChange). Only a list of
 * a quorum tells; who voted once never becomes a learner again under the same ID, so that is noted.
 */
final class Voting {
  private Voting() {}

  /**
   * Without asking anybody: it is a founder, or an earlier run noted it. Without a birth nobody
   * could tell, and nothing is decided about members.
   */
  static boolean isKnown(Facts.Card card, Facts.SeedFacts seed) {
    return seed.birth().map(b -> isFounder(card, b) || isNoted(card, b)).orElse(true);
  }

  /** Whether a note of this voter, which a list of a quorum has, would tell the next run so. */
  static boolean isToBeNoted(EtcdId voter, Facts.Card card, Facts.SeedFacts seed) {
    return seed.birth().filter(b -> ids(card, b).contains(voter)).isPresent()
        && !isKnown(card, seed);
  }

  /** By its only ID here: one that was replaced on the same card has marks of both. */
  private static boolean isFounder(Facts.Card card, Birth birth) {
    List<EtcdId> founders = birth.founders().stream().map(Founder::id).toList();
    List<EtcdId> ids = ids(card, birth);
    return !ids.isEmpty() && founders.containsAll(ids);
  }

  /** Only with a mark of that ID: the note of another birth, or of no member here, says nothing. */
  private static boolean isNoted(Facts.Card card, Birth birth) {
    return card.voter().filter(ids(card, birth)::contains).isPresent();
  }

  private static List<EtcdId> ids(Facts.Card card, Birth birth) {
    return card.marks().stream()
        .filter(m -> m.isOfToken(birth.token()))
        .flatMap(m -> m.id().stream())
        .toList();
  }

  static NodeFile note(EtcdId voter) {
    return new NodeFile(Layout.VOTER, Content.of(voter + "\n"), Ownership.root(0644));
  }
}
