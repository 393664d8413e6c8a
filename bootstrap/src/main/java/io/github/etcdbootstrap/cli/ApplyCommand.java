package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.plan.Convergence;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Proof;
import io.github.etcdbootstrap.plan.RefusedChange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Makes this host what the seed says, and proves that its member is healthy. */
@Command(
    name = "apply",
    description = "Change what differs on this host, join its peers, prove that it is healthy.")
final class ApplyCommand implements Callable<Integer> {
  private final Sessions sessions;
  private final CommonOptions options;

  ApplyCommand(Sessions sessions, CommonOptions options) {
    this.sessions = sessions;
    this.options = options;
  }

  @Override
  public Integer call() {
    return apply(sessions, options);
  }

  static int apply(Sessions sessions, CommonOptions options) {
    RunLock lock = sessions.lock();
    try (Console console = new Console(options.colors())) {
      Session session = sessions.open(options, Sessions.Purpose.APPLY, console);
      return new Run(console, session, options.verbose()).run();
    } finally {
      lock.close();
    }
  }

  /** One run of `apply`. */
  private static final class Run {
    private final Console console;
    private final Session session;
    private boolean warn = true;

    Run(Console console, Session session, boolean verbose) {
      this.console = console;
      this.session = session;
      if (verbose) {
        console.sayEverything();
      }
    }

    int run() {
      Convergence.Outcome outcome;
      try {
        outcome = new Convergence(session.world(), this::plan).run();
      } catch (RefusedChange e) {
        console.refused(e.refusal());
        return ExitCode.REFUSED;
      }
      if (outcome.last().refusal().isPresent()) {
        console.refused(outcome.last().refusal().get());
        return ExitCode.REFUSED;
      }
      if (outcome.changes() == 0 && session.facts().health().healthy()) {
        console.nothingToChange(session.config(), session.warnings(outcome.last()));
        return ExitCode.AS_IT_SHOULD_BE;
      }
      return prove();
    }

    /** Each warning once a run, before the first change. */
    private Plan plan() {
      Plan plan = session.plan();
      if (warn && !plan.isEmpty()) {
        session.warnings(plan).forEach(console::warning);
        warn = false;
      }
      return plan;
    }

    private int prove() {
      Proof.Verdict verdict = new Proof(session.world(), session.config()).await();
      switch (verdict.result()) {
        case HEALTHY -> {
          console.healthy(session.config(), session.world().cluster().statuses());
          return ExitCode.AS_IT_SHOULD_BE;
        }
        case WAITING_FOR_OTHERS -> {
          console.waitingForOthers(session.config(), verdict);
          return ExitCode.AS_IT_SHOULD_BE;
        }
        default -> {
          console.unhealthy(session, verdict);
          return ExitCode.FAILED;
        }
      }
    }
  }
}
