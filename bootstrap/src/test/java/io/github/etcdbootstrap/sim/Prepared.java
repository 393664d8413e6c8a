package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.plan.Layout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Cards on which all is installed and nothing was started: most histories begin there. */
final class Prepared {
  private static final Map<String, Pi> CARDS = new ConcurrentHashMap<>();

  private Prepared() {}

  static void card(Pi pi) {
    int members = Math.max(pi.world.members, pi.number);
    Pi prepared =
        CARDS.computeIfAbsent(members + " " + pi.number, key -> prepare(members, pi.number));
    pi.files = prepared.files.copy();
    pi.serial = prepared.serial;
    pi.accounts = true;
    pi.runlevels.add(Layout.RUNLEVEL);
  }

  /** The real program installs it; it is killed before it draws a birth. */
  private static Pi prepare(int members, int number) {
    SimWorld world = new SimWorld(Kind.SHARED, members, number, Broken.NOTHING, null);
    Pi pi = world.pis.get(number - 1);
    Adversary adversary = new Adversary(world);
    Run run = new Run(world, pi);
    for (int calls = 0; !run.isOver() && !hasBirth(world); calls++) {
      run.go(1);
    }
    adversary.killRun(pi);
    if (!pi.files.list(Layout.MARKS).isEmpty()) {
      throw new IllegalStateException("installed and marked: " + pi.files.list(Layout.MARKS));
    }
    pi.cutPower();
    return pi;
  }

  private static boolean hasBirth(SimWorld world) {
    return world.shelf.at(world.pis.get(0)).containsKey("birth.yml");
  }

  static List<Integer> sizes() {
    return List.of(1, 2, 3, 5);
  }
}
