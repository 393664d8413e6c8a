package io.github.etcdbootstrap.sim;

import java.util.ArrayList;
import java.util.List;

/** A history in which something did not hold. */
record Finding(History history, Broken broken, Violation what) {

  /** Nothing is found in the same history where the rule stands. */
  boolean isOfBrokenRule() {
    return broken == Broken.NOTHING
        || new Simulation(history, Broken.NOTHING, null).run().isEmpty();
  }

  /** In words, without all that need not have happened. */
  String story() {
    History small = Shrinker.shrink(history, broken, what);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: seed %d, %s, %d hosts"
            .formatted(what.rule().words(), small.seed(), small.kind(), small.hosts()));
    new Simulation(small, broken, lines).run();
    return String.join("\n", lines);
  }

  @Override
  public String toString() {
    return "seed %d: %s".formatted(history.seed(), what.getMessage());
  }
}
