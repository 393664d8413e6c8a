package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.plan.Edge;
import java.util.List;
import java.util.Optional;

/** Lets one history happen, and judges it. */
final class Simulation {
  private final History history;
  private final SimWorld world;
  private final Adversary adversary;

  Simulation(History history, Broken broken, List<String> story) {
    this.history = history;
    this.world = new SimWorld(history.kind(), history.hosts(), history.seed(), broken, story);
    this.adversary = new Adversary(world);
  }

  /** What was found; empty if all held. */
  Optional<Violation> run() {
    try {
      begin();
      history.events().forEach(adversary::act);
      new Ending(world, adversary).judge();
      return Optional.empty();
    } catch (Violation found) {
      world.tell(() -> "! " + found.rule().words() + ": " + found.getMessage());
      return Optional.of(found);
    } finally {
      for (Pi pi : world.pis) {
        adversary.killRun(pi);
      }
    }
  }

  private void begin() {
    if (history.kind().isMadeByHand()) {
      HandMade.cluster(world);
    } else if (!history.bare()) {
      world.pis.forEach(Prepared::card);
    }
    if (history.kind() == Kind.PRIVATE) {
      Birth birth = Edge.birth(Edge.spec(history.hosts()), "0badcafe");
      world.pis.forEach(pi -> pi.copy.put(Birth.FILE, birth.toContent()));
    }
  }
}
