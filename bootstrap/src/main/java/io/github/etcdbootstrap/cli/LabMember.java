package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.LabHost;
import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.plan.Convergence;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Orders;
import io.github.etcdbootstrap.plan.Proof;
import io.github.etcdbootstrap.plan.Proof.Verdict;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host of a lab: runs on it, as its owner would run the program on a Pi. */
final class LabMember {
  private static final Duration STEP = Duration.ofSeconds(1);

  /** Longer than a respawn takes: what comes back by itself needs no run. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Member member;
  private final ClusterSpec spec;
  private final Seed seed;
  private final LabHost host;
  private final LabReport report;
  private final Clock clock;
  private boolean lookedAgain;
  private boolean votes;

  LabMember(
      Member member, ClusterSpec spec, Seed seed, LabHost host, LabReport report, Clock clock) {
    this.member = member;
    this.spec = spec;
    this.seed = seed;
    this.host = host;
    this.report = report;
    this.clock = clock;
  }

  Member member() {
    return member;
  }

  LabHost host() {
    return host;
  }

  /** Wires the ports to this host. */
  Session open(Report to) {
    Wrongs wrongs = new Wrongs();
    List<String> warnings = new ArrayList<>();
    Optional<NodeConfig> config =
        new NodeConfigs(seed, spec, host, warnings, Site.inFolder(host.place())).of(member, wrongs);
    if (!wrongs.none()) {
      throw wrongs.asBadInput();
    }
    return new Session(
        LiveSessions.world(config.orElseThrow(), seed, host, to),
        config.orElseThrow(),
        LiveSessions.payload(),
        warnings,
        Orders.NONE);
  }

  /** A run, to its end: what it changed, refused and found is reported. */
  void run() {
    RunLock lock = host.lock();
    try {
      RunLog log = new RunLog("lab", report, clock, host.log()::append);
      log.during(() -> run(log));
    } finally {
      lock.close();
    }
  }

  private int run(RunLog log) {
    Session session = open(log);
    Optional<Refusal> refusal;
    try {
      refusal = new Convergence(session.world(), session::plan).run().last().refusal();
    } catch (RefusedChange e) {
      refusal = Optional.of(e.refusal());
    }
    if (refusal.isPresent()) {
      log.refused(refusal.get());
      report.refused(refusal.get());
      return ExitCode.REFUSED;
    }
    votes = session.facts().isVoter();
    Verdict verdict = new Proof(session.world(), session.config(), votes).await();
    if (verdict.result() == Verdict.Result.LOOK_AGAIN && !lookedAgain) {
      lookedAgain = true;
      return run(log);
    }
    lookedAgain = false;
    if (verdict.result() == Verdict.Result.UNHEALTHY
        || verdict.result() == Verdict.Result.LOOK_AGAIN) {
      log.failed("not healthy: " + verdict.reason());
      report.say("not healthy: " + verdict.reason());
      return ExitCode.FAILED;
    }
    return ExitCode.AS_IT_SHOULD_BE;
  }

  /** For ever: a run where the member is not healthy, and does not become so by itself. */
  void keep() {
    Session session = open(report);
    Duration well = clock.sinceStart();
    while (true) {
      clock.sleep(STEP);
      OwnHealth health =
          session.world().cluster().ownHealth(session.config().endpoints().metrics());
      if (health.healthy() && votes) {
        well = clock.sinceStart();
      } else if (clock.sinceStart().minus(well).compareTo(PATIENCE) > 0) {
        runOnce();
        well = clock.sinceStart();
      }
    }
  }

  private void runOnce() {
    try {
      run();
    } catch (BadInput e) {
      e.problems().forEach(report::problem);
    } catch (HostFailure e) {
      report.problem(e.problem());
    }
  }
}
