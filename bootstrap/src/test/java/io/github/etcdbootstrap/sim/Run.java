package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.Convergence;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.Facts;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Orders;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Planning;
import io.github.etcdbootstrap.plan.Proof;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.plan.ServiceChange;
import io.github.etcdbootstrap.plan.World;
import io.github.etcdbootstrap.text.BadInput;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * One run of the program on a host: it goes on for so many calls of its ports, then others have
 * their turn; it can be killed at any of them.
 */
final class Run {
  static final int TO_THE_END = Integer.MAX_VALUE;
  private static final int ENDLESS = 20_000;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "run");
            thread.setDaemon(true);
            return thread;
          });

  /** How a run ended. */
  enum End {
    HEALTHY,
    WAITING,
    OUT,
    REFUSED,
    FAILED,
    KILLED
  }

  /** The run's process is gone: none of its code goes on. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super(null, null, false, false);
    }
  }

  final Pi pi;
  private final Orders orders;
  End end;
  String reason = "";
  private final SimWorld world;
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private boolean threaded;
  private boolean killed;
  private boolean untilStep;
  private int left;
  private int calls;
  private final long began;

  /** Of the inventory that it has read. */
  final int members;

  /** Since when its process is stopped; -1 while it is not. */
  private long frozenAt = -1;

  /** Since when nobody renews the lease of its lock any more; -1 while somebody does. */
  private long leaseEnds = -1;

  /** It has just been told that its lock lasts for what it does now. */
  boolean sureOfLock;

  /** What it changes now; null while it observes and plans. */
  private Change doing;

  /** When it last asked how the others are. */
  private long lookedAt;

  /** Whether there was a quorum to lose when it last asked. */
  private boolean wasQuorum = true;

  private int sleeps;
  private Violation violation;

  Run(SimWorld world, Pi pi) {
    this(world, pi, Orders.NONE);
  }

  Run(SimWorld world, Pi pi, Orders orders) {
    this.orders = orders;
    this.world = world;
    this.pi = pi;
    this.began = world.millis;
    this.members = world.members;
    pi.run = this;
  }

  boolean isOver() {
    return end != null;
  }

  /** Lets it go on for so many calls. */
  void go(int quantum) {
    left = quantum;
    untilStep = false;
    proceed(quantum != TO_THE_END);
  }

  /** Lets it go on until it is about to do, or has just done, what others may see. */
  void goToStep() {
    left = TO_THE_END;
    untilStep = true;
    proceed(true);
  }

  private void proceed(boolean pauses) {
    thaw();
    if (!threaded && !pauses) {
      work();
    } else {
      if (threaded) {
        turn.release();
      } else {
        threaded = true;
        THREADS.execute(
            () -> {
              work();
              back.release();
            });
      }
      back.acquireUninterruptibly();
    }
    if (violation != null) {
      throw violation;
    }
  }

  /**
   * Its process is stopped where it stands (SIGSTOP). Not between the look at the lock and what
   * rests on it: for that moment there is no fence, and the page knows of none.
   */
  void freeze() {
    if (frozenAt < 0 && !sureOfLock) {
      frozenAt = world.millis;
    }
  }

  boolean isFrozen() {
    return frozenAt >= 0;
  }

  private void thaw() {
    if (isFrozen() && world.millis >= frozenAt + MemberSteps.LEASE && leaseEnds < 0) {
      leaseEnds = frozenAt;
    }
    frozenAt = -1;
  }

  /** Its process is killed where it stands. */
  void kill() {
    if (!killed) {
      killed = true;
      leaseEnds = keptAliveUntil();
      pi.meeting = null;
    }
  }

  /** A killed run that was waiting for its turn. */
  void bury() {
    if (threaded && !isOver()) {
      turn.release();
      back.acquireUninterruptibly();
    } else if (!isOver()) {
      over(End.KILLED, "");
    }
  }

  /** Until when its threads renewed the lease of its lock. */
  long keptAliveUntil() {
    return leaseEnds >= 0 ? leaseEnds : isFrozen() ? frozenAt : world.millis;
  }

  boolean restarts() {
    return doing instanceof ServiceChange.RestartService;
  }

  long began() {
    return began;
  }

  /** How they are, or whether a quorum has a list of them. */
  void looksAtOthers() {
    lookedAt = world.millis;
    wasQuorum = world.raft.leaderOf(pi.etcd) != null;
  }

  /**
   * Where it saw none, there was none to lose, and no lock to be had: one that came since is not
   * its.
   */
  void requireQuorumWithout() {
    if (wasQuorum) {
      world.requireQuorumWithout(pi, lookedAt);
    }
  }

  /** Every call of a port comes by here. */
  void touch() {
    if (killed) {
      throw new Killed();
    }
    calls++;
    if (calls > ENDLESS) {
      throw new Violation(Violation.Rule.ENDLESS, pi + " has made " + calls + " calls");
    }
    left--;
    if (left <= 0 && threaded) {
      back.release();
      turn.acquireUninterruptibly();
      if (killed) {
        throw new Killed();
      }
    }
    sureOfLock = false;
  }

  /** A call that stops or starts etcd, or has to do with the lock or the members. */
  void step() {
    if (untilStep) {
      untilStep = false;
      left = 0;
    }
    touch();
  }

  /** Another change begins: what is waited for begins anew. */
  void change(Change change) {
    doing = change;
    touch();
    sleeps = 0;
  }

  /** Waiting long, it looks less and less often. */
  int patience() {
    boolean together = world.ending && pi.meeting != null;
    sleeps = together ? 0 : sleeps + 1;
    return 1 << Math.min(8, 2 * sleeps);
  }

  private void work() {
    try {
      program();
    } catch (Killed e) {
      over(End.KILLED, "");
    } catch (HostFailure | BadInput e) {
      over(End.FAILED, String.valueOf(e.getMessage()));
    } catch (Violation e) {
      over(End.KILLED, "");
      violation = e;
    } catch (RuntimeException e) {
      over(End.FAILED, e.toString());
      violation =
          new Violation(
              Violation.Rule.BUG, pi + ": " + e + " " + List.of(e.getStackTrace()).subList(0, 4));
    }
  }

  private void over(End how, String why) {
    if (orders.rejoin()) {
      pi.rejoins = how == End.KILLED;
    }
    end = how;
    reason = why;
    kill();
    pi.run = null;
    world.tell(() -> pi + ": the run ends: " + how + (why.isEmpty() ? "" : ": " + why));
  }

  private void program() {
    Seed seed = SimSeed.of(world, pi, this);
    if (seed == null) {
      over(End.FAILED, "no seed");
      return;
    }
    World ports = new SimPorts(world, pi, this).world(seed);
    var config = pi.config();
    Planning planning = new Planning(ports, config, orders, Edge.PAYLOAD);
    Facts[] last = new Facts[1];
    Convergence convergence =
        new Convergence(
            ports,
            () -> {
              doing = null;
              Plan plan = planning.get();
              last[0] = planning.facts();
              return world.broken.filter(plan);
            });
    try {
      converge(ports, convergence, last, true);
    } catch (RefusedChange e) {
      over(End.REFUSED, e.refusal().reason());
    }
  }

  private void converge(World ports, Convergence convergence, Facts[] last, boolean first) {
    Convergence.Outcome outcome = convergence.run();
    Plan plan = outcome.last();
    if (plan.refusal().isPresent()) {
      noteBirth(plan.refusal().get());
      over(End.REFUSED, plan.refusal().get().reason());
    } else if (orders.leave()) {
      over(End.OUT, "");
    } else if (outcome.changes() == 0 && last[0].health().healthy() && last[0].isVoter()) {
      healthy();
    } else {
      Proof.Verdict verdict = new Proof(ports, pi.config(), last[0].isVoter()).await();
      switch (verdict.result()) {
        case HEALTHY -> healthy();
        case WAITING_FOR_OTHERS -> over(End.WAITING, verdict.reason());
        case LOOK_AGAIN -> {
          if (first) {
            converge(ports, convergence, last, false);
          } else {
            over(End.FAILED, "not healthy: " + verdict.reason());
          }
        }
        default -> over(End.FAILED, "not healthy: " + verdict.reason());
      }
    }
  }

  private void healthy() {
    Etcd own = pi.etcd;
    boolean learner = own != null && own.isLearner();
    if (learner && !world.truth.members(own.log.cluster).isVoter(own.id())) {
      throw new Violation(Violation.Rule.LIE, pi + " is said to be healthy, and does not vote");
    }
    over(End.HEALTHY, "");
  }

  /** Row 13: the owner has it before him now. */
  private void noteBirth(Refusal refusal) {
    String text =
        refusal.commands().stream()
            .filter(line -> line.startsWith("  "))
            .map(line -> line.substring(2) + "\n")
            .collect(Collectors.joining());
    if (text.contains("\nfounders:\n")) {
      world.printed = Content.of(text);
    }
  }
}
