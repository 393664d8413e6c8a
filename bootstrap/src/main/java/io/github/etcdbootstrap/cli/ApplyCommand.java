package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.plan.Convergence;
import io.github.etcdbootstrap.plan.DiskVerdict;
import io.github.etcdbootstrap.plan.NewName;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Proof;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.plan.StartChange;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Makes this host what the seed says, and proves that its member is healthy; or, told to leave,
 * takes it out of the cluster.
 */
@Command(
    name = "apply",
    description = "Change what differs on this host, join its peers, prove that it is healthy.")
final class ApplyCommand implements Callable<Integer> {
  private final Sessions sessions;
  private final CommonOptions options;

  @Mixin private final OrderOptions orders = new OrderOptions();

  ApplyCommand(Sessions sessions, CommonOptions options) {
    this.sessions = sessions;
    this.options = options;
  }

  @Override
  public Integer call() {
    return apply(sessions, options.with(orders.orders()));
  }

  static int apply(Sessions sessions, CommonOptions options) {
    RunLock lock = sessions.lock();
    try (Console console = new Console(options.colors())) {
      RunLog log =
          new RunLog(
              options.orders().leave() ? "leave" : "apply",
              console,
              new SystemClock(),
              sessions::log);
      return log.during(
          () -> {
            Session session = sessions.open(options, Sessions.Purpose.APPLY, log);
            return new Run(console, log, session, options).run();
          });
    } finally {
      lock.close();
    }
  }

  /** One run of `apply`. */
  private static final class Run {
    private final Console console;
    private final RunLog log;
    private final Session session;
    private final boolean leaving;
    private final Set<String> said = new HashSet<>();
    private boolean warn = true;
    private boolean lookedAgain;
    private boolean firstStart;
    private Optional<String> afterwards = Optional.empty();

    Run(Console console, RunLog log, Session session, CommonOptions options) {
      this.console = console;
      this.log = log;
      this.session = session;
      this.leaving = options.orders().leave();
      if (options.verbose()) {
        console.sayEverything();
      }
    }

    int run() {
      Convergence.Outcome outcome;
      try {
        outcome = new Convergence(session.world(), this::plan).run();
      } catch (RefusedChange e) {
        return refused(e.refusal());
      }
      if (outcome.last().refusal().isPresent()) {
        return refused(outcome.last().refusal().get());
      }
      if (leaving) {
        return left();
      }
      if (outcome.changes() == 0
          && session.facts().health().healthy()
          && session.facts().isVoter()) {
        console.nothingToChange(
            session.config(),
            session.warnings(outcome.last()),
            session.facts().certificates().ending());
        return ExitCode.AS_IT_SHOULD_BE;
      }
      session.facts().certificates().ending().forEach(this::warnOnce);
      return prove();
    }

    private int left() {
      log.ended(Console.leftWords(session.config()));
      console.result(Console.leftWords(session.config()) + "\n");
      return ExitCode.AS_IT_SHOULD_BE;
    }

    private int refused(Refusal refusal) {
      log.refused(refusal);
      console.refused(refusal);
      return ExitCode.REFUSED;
    }

    private void warnOnce(String warning) {
      if (said.add(warning)) {
        log.warning(warning);
      }
    }

    /** Each warning once a run, before the first change. */
    private Plan plan() {
      Plan plan = session.plan();
      firstStart |=
          plan.changes().stream().anyMatch(StartChange.PermitFirstStart.class::isInstance);
      afterwards = afterwards.or(() -> NewName.afterwards(plan, session.facts(), session.config()));
      if (warn && !plan.isEmpty()) {
        session.warnings(plan).forEach(this::warnOnce);
        warn = false;
      }
      return plan;
    }

    private int prove() {
      Proof.Verdict verdict =
          new Proof(session.world(), session.config(), session.facts().isVoter()).await();
      if (verdict.result() == Proof.Verdict.Result.LOOK_AGAIN && !lookedAgain) {
        lookedAgain = true;
        return run();
      }
      switch (verdict.result()) {
        case HEALTHY -> {
          sayOfDisk();
          log.ended(Console.healthyWords(session.config()));
          console.healthy(session.config(), session.world().cluster().statuses());
          afterwards.ifPresent(this::sayAtTheEnd);
          return ExitCode.AS_IT_SHOULD_BE;
        }
        case WAITING_FOR_OTHERS -> {
          sayOfDisk();
          log.ended(Console.waitingWords(session.config(), verdict));
          console.waitingForOthers(session.config(), verdict);
          return ExitCode.AS_IT_SHOULD_BE;
        }
        default -> {
          log.failed(session.config().self().name() + " is not healthy: " + verdict.reason());
          console.unhealthy(session, verdict);
          return ExitCode.FAILED;
        }
      }
    }

    /** Once in a member's life: what its disk means for the settings of all. */
    private void sayOfDisk() {
      if (firstStart) {
        sayAtTheEnd(DiskVerdict.measure(session.world().host(), session.config()).words());
      }
    }

    private void sayAtTheEnd(String words) {
      log.ended(words);
      console.result(words + "\n");
    }
  }
}
