package io.github.etcdbootstrap.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * What will happen, all of it drawn beforehand: so anything can be left out of it.
 *
 * @param hosts members of the inventory at the beginning
 */
record History(long seed, Kind kind, int hosts, boolean bare, List<Event> events) {
  private static final int SHORTEST = 4;
  private static final int LONGEST = 28;

  static History of(long seed, Kind kind, int hosts) {
    return of(seed, kind, hosts, Broken.NOTHING);
  }

  /** One in which a rule that is broken has reason to show itself. */
  static History of(long seed, Kind kind, int hosts, Broken broken) {
    List<Event.Act> menu = Menu.of(kind, broken);
    Chance chance = new Chance(seed * 31 + kind.ordinal() * 7L + hosts);
    boolean bare = chance.in(3);
    int length = SHORTEST + chance.below(LONGEST - SHORTEST);
    List<Event> events = new ArrayList<>();
    // Most histories begin with a cluster, or are about to have one.
    int settled = chance.below(3);
    for (int round = 0; round < settled; round++) {
      for (int host = 1; host <= hosts; host++) {
        add(events, chance, Event.Act.STICK, host, 0);
        add(events, chance, Event.Act.RUN, host, 0);
      }
    }
    while (length-- > 0) {
      one(events, chance, menu, kind.machines(hosts));
    }
    return new History(seed, kind, hosts, bare, events);
  }

  private static void add(List<Event> events, Chance chance, Event.Act act, int host, int amount) {
    events.add(new Event(act, host, 0, amount, chance.bits()));
  }

  private static void one(List<Event> events, Chance chance, List<Event.Act> menu, int machines) {
    Event.Act act = chance.pick(menu);
    int host = 1 + chance.below(machines);
    int other = 1 + chance.below(machines);
    int amount = 1 + (chance.in(50) ? chance.below(12) : chance.below(90));
    if (act == Event.Act.LOSSY) {
      amount = chance.in(50) ? 0 : chance.below(70);
    } else if (act == Event.Act.TIME) {
      amount = 1 + chance.below(8);
    }
    events.add(new Event(act, host, other, amount, chance.bits()));
  }

  History with(List<Event> fewer) {
    return new History(seed, kind, hosts, bare, List.copyOf(fewer));
  }
}
