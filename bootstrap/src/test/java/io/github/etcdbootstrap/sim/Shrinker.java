package io.github.etcdbootstrap.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leaves out of a history whatever is not needed for what was found. */
final class Shrinker {
  private Shrinker() {}

  static History shrink(History history, Broken broken, Violation found) {
    History smallest = history;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (int size = smallest.events().size() / 2; size > 0; size /= 2) {
        for (int at = 0; at + size <= smallest.events().size(); at++) {
          List<Event> fewer = new ArrayList<>(smallest.events());
          fewer.subList(at, at + size).clear();
          History candidate = smallest.with(fewer);
          Optional<Violation> again = new Simulation(candidate, broken, null).run();
          boolean same = again.filter(v -> v.rule() == found.rule()).isPresent();
          if (same && new Finding(candidate, broken, found).isOfBrokenRule()) {
            smallest = candidate;
            smaller = true;
            at--;
          }
        }
      }
    }
    return smallest;
  }
}
