package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Orders;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Does what a history says; what cannot be done as things are is left out. */
final class Adversary {
  private final SimWorld world;
  private final Map<Integer, Files> copies = new HashMap<>();
  private final Map<Integer, Files> images = new HashMap<>();
  private final Map<Integer, String> imageSerials = new HashMap<>();
  private int writes;

  /** Hosts whose data was lost, till they are healthy again. */
  final Set<Pi> lost = new HashSet<>();

  Adversary(SimWorld world) {
    this.world = world;
  }

  void act(Event event) {
    world.chance.reset(event.seed());
    world.tell(() -> "* " + event);
    Pi pi = world.pis.get(event.host() - 1);
    switch (event.act()) {
      case RUN -> run(pi, Run.TO_THE_END, Orders.NONE);
      case RUN_A_WHILE -> run(pi, event.amount(), Orders.NONE);
      case LEAVE -> run(pi, quantum(event), Orders.LEAVE);
      case REJOIN -> run(pi, quantum(event), new Orders(false, true, false, false));
      case UNATTENDED -> run(pi, quantum(event), new Orders(false, false, false, true));
      case COPY_ALL -> copyAll();
      case STEP -> step(pi);
      case GO_ON -> goOn(pi, event.amount());
      case KILL_RUN -> killRun(pi);
      case STOP_RUN -> stopRun(pi);
      case POWER -> cutPower(pi);
      case BOOT -> pi.boot();
      case KILL_ETCD -> pi.die("is killed");
      case DELETE_DATA -> deleteData(pi);
      case NEW_CARD -> newCard(pi);
      case CLONE_CARD -> cloneCard(pi, event.amount() % 2 == 0);
      case TAKE_IMAGE -> takeImage(pi);
      case OLD_IMAGE -> oldImage(pi, event.amount() % 2 == 0);
      case CUT_LINK -> world.cut(pi, world.pis.get(event.other() - 1), true);
      case CUT_ALL -> world.pis.forEach(other -> world.cut(pi, other, true));
      case HEAL -> world.healAll();
      case STICK -> world.shelf.holder = pi;
      case WRITE -> write(pi);
      case TIME -> time(event.amount());
      case LOSSY -> world.loss = event.amount();
      case START_OVER -> startOver();
      case GIVE_BIRTH -> giveBirth();
      case DELETE_UNDER_ETCD -> deleteUnderEtcd(pi);
      case GROW -> world.members = Math.min(world.members + 1, world.pis.size());
      case SHRINK -> shrink();
      case FORGET -> world.forget();
      default -> throw new IllegalStateException(event.toString());
    }
  }

  private void run(Pi pi, int quantum, Orders orders) {
    if (pi.mayRun() && pi.run == null) {
      new Run(world, pi, orders).go(quantum);
    }
  }

  private static int quantum(Event event) {
    return event.amount() % 2 == 0 ? Run.TO_THE_END : event.amount();
  }

  private void step(Pi pi) {
    if (pi.mayRun()) {
      Run run = pi.run == null ? new Run(world, pi, Orders.NONE) : pi.run;
      run.goToStep();
    }
  }

  private static void goOn(Pi pi, int quantum) {
    if (pi.run != null) {
      pi.run.go(quantum);
    }
  }

  private static void stopRun(Pi pi) {
    if (pi.run != null) {
      pi.run.freeze();
    }
  }

  void killRun(Pi pi) {
    Run run = pi.run;
    if (run != null) {
      run.kill();
      run.bury();
    }
  }

  private void cutPower(Pi pi) {
    if (pi.powered) {
      killRun(pi);
      pi.cutPower();
    }
  }

  private void deleteData(Pi pi) {
    EtcdRun.watch(pi);
    if (pi.log() != null && EtcdRun.isOnItsDisk(pi) && EtcdRun.isRemembered(pi)) {
      lost.add(pi);
      pi.files.remove(Pi.MEMBER);
      pi.die("is killed");
    }
  }

  /** What a process has open goes on being there for it. */
  private void deleteUnderEtcd(Pi pi) {
    EtcdRun.watch(pi);
    if (pi.etcd != null && pi.log() != null && EtcdRun.isRemembered(pi)) {
      lost.add(pi);
      pi.files.remove(Pi.MEMBER);
    }
  }

  /** The owner takes out of the inventory whoever has left. */
  private void shrink() {
    Pi last = world.pis.get(world.members - 1);
    if (world.members > 1 && last.mayRun() && last.run == null) {
      Run leave = new Run(world, last, Orders.LEAVE);
      leave.go(Run.TO_THE_END);
      world.members -= leave.end == Run.End.OUT ? 1 : 0;
    }
  }

  private void newCard(Pi pi) {
    cutPower(pi);
    lose(pi);
    pi.newCard();
    forget();
    pi.boot();
  }

  /** Whoever was only installed can be installed again. */
  private void lose(Pi pi) {
    boolean marked =
        !pi.files.list(Layout.MARKS).isEmpty()
            || world.shelf.filesOf(pi).keySet().stream()
                .anyMatch(file -> file.startsWith("members/" + pi.name() + "-"));
    if (pi.log() != null || marked) {
      lost.add(pi);
    }
  }

  /** Copies of a seed remember nothing: with the last card of a cluster all of it is gone. */
  private void forget() {
    world.pis.forEach(
        pi -> pi.copy.keySet().removeIf(file -> lost.contains(pi) && file.contains("/")));
    Set<Long> kept = new HashSet<>();
    world.pis.forEach(pi -> pi.files.logs().forEach(log -> kept.add(log.cluster)));
    if (world.kind.isPrivate()) {
      world.truth.keepOnly(kept);
    }
  }

  /** As it is now, or as it was when it was copied. */
  private void cloneCard(Pi pi, boolean asItIs) {
    if (!EtcdRun.isGuarded(pi)) {
      return;
    }
    cutPower(pi);
    lose(pi);
    Files older = copies.get(pi.number);
    if (older != null && !asItIs) {
      pi.files = older.copy();
      forget();
    }
    pi.serial = "CLONE-" + world.draw(3);
    pi.trusted = false;
    pi.boot();
  }

  /** Every member's data is on its copy: none is lost, and the owner can say so. */
  private void copyAll() {
    if (!world.pis.stream().allMatch(EtcdRun::isGuarded)) {
      return;
    }
    world.pis.forEach(this::cutPower);
    for (Pi pi : world.pis) {
      if (pi.log() == null) {
        lose(pi);
      }
      pi.serial = "COPY-" + world.draw(3);
      // Nobody gives his word for a card that had itself been made from an older one.
      pi.trusted = pi.log() == null || world.truth.keepsItsPromise(pi.log());
    }
    world.pis.forEach(Pi::boot);
  }

  private void takeImage(Pi pi) {
    if (EtcdRun.isGuarded(pi)) {
      copies.put(pi.number, pi.card());
    }
    if (!pi.files.logs().iterator().hasNext()) {
      images.put(pi.number, pi.card());
      imageSerials.put(pi.number, pi.serial);
    }
  }

  /** As the README says: on a card that ran, install.yml is deleted first. */
  private void oldImage(Pi pi, boolean toAnotherCard) {
    Files image = images.get(pi.number);
    if (image != null) {
      cutPower(pi);
      lost.add(pi);
      pi.files = image.copy();
      forget();
      if (toAnotherCard) {
        pi.serial = "OTHER-" + world.draw(3);
      } else {
        pi.serial = imageSerials.get(pi.number);
        pi.files.remove(Layout.INSTALL);
      }
      pi.boot();
    }
  }

  private void write(Pi pi) {
    if (pi.etcd != null) {
      writes++;
      Etcd leader = world.raft.leaderOf(pi.etcd);
      if (leader != null) {
        world.raft.propose(leader, Entry.write(leader.log.term, writes), world.loss);
      }
    }
  }

  void time(int times) {
    for (int i = 0; i < times; i++) {
      world.pass(Duration.ofSeconds(6));
    }
  }

  private void startOver() {
    for (Pi pi : world.pis) {
      TreeMap<String, Content> files = world.shelf.at(pi);
      if (files != null && files.containsKey(Birth.FILE)) {
        Content birth = files.remove(Birth.FILE);
        world.truth.startOver(Birth.read(Birth.FILE, birth).clusterId().value());
        lost.clear();
        files.put("birth-2026112%dT100000Z.yml".formatted(files.size()), birth);
        for (Pi other : world.pis) {
          killRun(other);
          if (other.powered) {
            other.stop();
          }
        }
        return;
      }
    }
  }

  private void giveBirth() {
    if (world.printed != null
        && world.pis.stream().noneMatch(p -> p.copy.containsKey(Birth.FILE))) {
      world.pis.forEach(p -> p.copy.put(Birth.FILE, world.printed));
    }
  }
}
