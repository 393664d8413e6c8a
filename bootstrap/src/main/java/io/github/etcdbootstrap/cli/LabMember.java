package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.etcd.JetcdCluster;
import io.github.etcdbootstrap.host.LabHost;
import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.plan.Convergence;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Orders;
import io.github.etcdbootstrap.plan.Proof;
import io.github.etcdbootstrap.plan.Proof.Verdict;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host of a lab: runs on it, as its owner would run the program on a Pi. */
final class LabMember {
  private static final Duration STEP = Duration.ofSeconds(1);

  /** Longer than a respawn takes: what comes back by itself needs no run. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** What a member said before that is no news of it. */
  private static final Duration STALE = Duration.ofSeconds(3);

  private final Member member;
  private final ClusterSpec spec;
  private final Seed seed;
  private final LabHost host;
  private final LabReport report;
  private final Clock clock;
  private boolean lookedAgain;
  private volatile boolean votes;
  private volatile Answer last = new Answer(List.of(), Duration.ZERO);

  LabMember(
      Member member, ClusterSpec spec, Seed seed, LabHost host, LabReport report, Clock clock) {
    this.member = member;
    this.spec = spec;
    this.seed = seed;
    this.host = host;
    this.report = report;
    this.clock = clock;
  }

  /** What the member said of itself, and when. */
  private record Answer(List<MemberStatus> own, Duration when) {}

  Member member() {
    return member;
  }

  LabHost host() {
    return host;
  }

  LabReport report() {
    return report;
  }

  NodeConfig config() {
    return config(new ArrayList<>());
  }

  private NodeConfig config(List<String> warnings) {
    Wrongs wrongs = new Wrongs();
    Optional<NodeConfig> config =
        new NodeConfigs(seed, spec, host, warnings, Site.inFolder(host.place())).of(member, wrongs);
    if (!wrongs.none()) {
      throw wrongs.asBadInput();
    }
    return config.orElseThrow();
  }

  /** As this host sees it. */
  JetcdCluster cluster() {
    return LiveSessions.cluster(config(), seed);
  }

  /** A run, to its end: what it changed, refused and found is reported. */
  void run() {
    host.replaceWiped();
    RunLock lock = host.lock();
    try {
      RunLog log = new RunLog("lab", report, clock, host.log()::append);
      log.during(() -> run(log));
    } finally {
      lock.close();
    }
  }

  private int run(RunLog log) {
    List<String> warnings = new ArrayList<>();
    NodeConfig config = config(warnings);
    try (JetcdCluster cluster = LiveSessions.cluster(config, seed)) {
      return run(
          new Session(
              LiveSessions.world(cluster, seed, host, log),
              config,
              LiveSessions.payload(),
              warnings,
              Orders.NONE),
          log);
    }
  }

  private int run(Session session, RunLog log) {
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
      return run(session, log);
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

  /** Asks the member of itself each second, for ever, however long an answer takes. */
  void watch() {
    JetcdCluster own = cluster();
    while (true) {
      last = new Answer(own.ownStatus(), clock.sinceStart());
      clock.sleep(STEP);
    }
  }

  /** As it is at this moment. */
  LabRow row() {
    Answer said = last;
    boolean fresh = clock.sinceStart().minus(said.when).compareTo(STALE) < 0;
    return LabRow.of(member, host, fresh ? said.own : List.of());
  }

  /** For ever: a run where the member is not healthy, and does not become so by itself. */
  void keep() {
    URI metrics = config().endpoints().metrics();
    JetcdCluster own = cluster();
    Duration well = clock.sinceStart();
    while (true) {
      clock.sleep(STEP);
      if (votes && own.ownHealth(metrics).healthy()) {
        well = clock.sinceStart();
      } else if (clock.sinceStart().minus(well).compareTo(PATIENCE) > 0) {
        runOnce();
        well = clock.sinceStart();
      }
    }
  }

  /** Whatever goes wrong: the next run may mend it. */
  private void runOnce() {
    try {
      run();
    } catch (BadInput e) {
      e.problems().forEach(report::problem);
    } catch (HostFailure e) {
      report.problem(e.problem());
    } catch (RuntimeException e) {
      report.bug(e);
    }
  }
}
