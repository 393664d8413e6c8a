package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Orders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The adversary has stopped: all is there again, and three runs a host must do. */
final class Ending {
  private static final int ROUNDS = 3;
  private static final int TURN = 25;

  private final SimWorld world;
  private final Adversary adversary;
  private final Map<Pi, Run> last = new HashMap<>();

  Ending(SimWorld world, Adversary adversary) {
    this.world = world;
    this.adversary = adversary;
  }

  void judge() {
    world.tell(() -> "* all hosts, cables and the seed are back");
    world.chance.reset(7);
    world.loss = 0;
    world.ending = true;
    world.healAll();
    world.pis.forEach(Ending::giveUpLostDisk);
    world.pis.forEach(Pi::boot);
    finishRuns();
    settle();
    List<Pi> owed = new Owed(world, adversary.lost).hosts();
    for (int round = 0; round < ROUNDS && (round == 0 || !unhealthy(owed).isEmpty()); round++) {
      if (world.kind.isPrivate()) {
        together();
      } else {
        inTurn();
      }
      settle();
    }
    if (!unhealthy(owed).isEmpty()) {
      throw new Violation(Violation.Rule.UNHEALTHY, unhealthy(owed) + " is not healthy");
    }
  }

  /** The owner does as the refusal says: the disk that it names is gone for good. */
  private static void giveUpLostDisk(Pi pi) {
    if (pi.log() == null && !EtcdRun.isOnItsDisk(pi)) {
      pi.files.remove(Layout.DATA_DISK);
    }
  }

  private void finishRuns() {
    boolean some = true;
    while (some) {
      some = false;
      for (Pi pi : world.pis) {
        if (pi.run != null) {
          pi.run.go(TURN);
          some = true;
        }
      }
    }
  }

  private void settle() {
    for (int i = 0; i < 6; i++) {
      world.pass(Duration.ofSeconds(6));
    }
  }

  private void inTurn() {
    for (Pi pi : world.pis.subList(0, world.members)) {
      world.shelf.holder = pi;
      run(pi).go(Run.TO_THE_END);
    }
  }

  private Run run(Pi pi) {
    last.put(pi, new Run(world, pi, new Orders(false, pi.rejoins, pi.trusted, false)));
    return last.get(pi);
  }

  private void together() {
    List<Run> runs = new ArrayList<>();
    world.pis.forEach(pi -> runs.add(run(pi)));
    while (!runs.isEmpty()) {
      for (Run run : runs) {
        run.go(TURN);
      }
      runs.removeIf(Run::isOver);
    }
  }

  private List<Pi> unhealthy(List<Pi> owed) {
    return owed.stream().filter(pi -> !isHealthy(pi)).toList();
  }

  /** And says so: a run that ends with an error sends its owner to look for one. */
  private boolean isHealthy(Pi pi) {
    Etcd leader = world.raft.leaderOf(pi.etcd);
    return leader != null
        && last.get(pi).end != Run.End.FAILED
        && leader.members().isVoter(pi.etcd.id())
        && world.truth.isInForce(leader.log.cluster);
  }
}
