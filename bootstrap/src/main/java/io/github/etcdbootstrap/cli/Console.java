package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Alarms;
import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.plan.EtcdLog;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Proof;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.plan.Rendering;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.SameData;
import io.github.etcdbootstrap.text.Problem;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** What a run prints: results on standard output, progress and errors on standard error. */
final class Console implements Report, AutoCloseable {
  /** As etcd's own page begins then. */
  private static final String ALARM = "ALARM ";

  /**
   * Also where no locale is set, as in a boot's shell: the arrows of a change are no question
   * marks.
   */
  private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

  private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
  private final boolean colors;
  private final StatusLine statusLine;
  private boolean verbose;

  Console(boolean colors) {
    this.colors = colors;
    this.statusLine = new StatusLine(err, System.console() != null);
  }

  /** Warnings also where nothing is to be changed. */
  void sayEverything() {
    verbose = true;
  }

  /** A result, whole. */
  void result(String text) {
    statusLine.clear();
    out.print(text);
    out.flush();
  }

  @Override
  public void applying(Change change) {
    statusLine.clear();
    out.println(change.describe());
    out.flush();
  }

  @Override
  public void warning(String what) {
    statusLine.clear();
    err.println(painted("yellow", "warning:") + " " + what);
  }

  @Override
  public void sourceFailed(URI source, Problem why) {
    statusLine.clear();
    err.println(why.cause() + "; " + why.remedy());
  }

  @Override
  public Download downloading(URI source, OptionalLong bytes) {
    return new DownloadProgress(statusLine, source, bytes);
  }

  @Override
  public void waiting(String forWhat) {
    statusLine.show("waiting " + forWhat);
  }

  void refused(Refusal refusal) {
    statusLine.clear();
    err.print(painted("red,bold", "refused:") + " " + Rendering.body(refusal));
  }

  /**
   * @param urgent those of the warnings that are said every time
   */
  void nothingToChange(NodeConfig config, List<String> warnings, List<String> urgent) {
    statusLine.clear();
    (verbose ? warnings : urgent).forEach(this::warning);
    out.println(
        "nothing to change: " + healthyWords(config) + unsaid(warnings.size() - urgent.size()));
  }

  void healthy(NodeConfig config, List<MemberStatus> statuses) {
    statusLine.clear();
    out.print(MembersTable.of(statuses));
    out.println(painted("green", healthyWords(config)));
  }

  void waitingForOthers(NodeConfig config, Proof.Verdict verdict) {
    statusLine.clear();
    out.println(waitingWords(config, verdict));
  }

  void unhealthy(Session session, Proof.Verdict verdict) {
    statusLine.clear();
    NodeConfig config = session.config();
    err.printf("error: %s is not healthy: %s%n", config.self().name(), verdict.reason());
    if (!verdict.silent().isEmpty()) {
      err.println(Rendering.seen("no etcd answers on " + names(verdict.silent())));
    }
    notHealthy(session, verdict.reason());
  }

  /** Why it is not: an alarm, or by its own log; on standard error. */
  void notHealthy(Session session, String reason) {
    boolean alarm = reason.startsWith(ALARM) && alarms(session.world().cluster().statuses());
    if (!alarm) {
      notRunning(session);
    }
  }

  /** The alarms that these show, and what to do, if there are any. */
  boolean alarms(List<MemberStatus> statuses) {
    Optional<Refusal> alarms = Alarms.refusal(statuses);
    alarms.ifPresent(
        refusal -> {
          warning(refusal.reason());
          refusal.evidence().forEach(line -> err.println(Rendering.seen(line)));
          refusal.commands().forEach(line -> err.println(Rendering.toDo(line)));
        });
    return alarms.isPresent();
  }

  /** What members have other data, and what to do. */
  void seenOfData(SameData data) {
    statusLine.clear();
    data.seen().forEach(line -> err.println(Rendering.seen(line)));
    data.commands().forEach(line -> err.println(Rendering.toDo(line)));
  }

  /** Why it does not run, or is not healthy, by its own log; on standard error. */
  void notRunning(Session session) {
    statusLine.clear();
    Optional<Problem> cause = EtcdLog.of(session.world().host()).cause();
    cause.ifPresent(p -> err.println(Rendering.seen("etcd's log: " + p.cause())));
    err.println(
        Rendering.toDo(
            cause
                .map(Problem::remedy)
                .orElse("look at %s and %s".formatted(Layout.LOG, Layout.SERVICE_LOG))));
  }

  @Override
  public void close() {
    statusLine.clear();
    out.flush();
    err.flush();
  }

  /** picocli is asked only where there are colours: a quiet run at boot need not load it. */
  private String painted(String style, String text) {
    return colors ? Ansi.ON.string("@|" + style + " " + text + "|@") : text;
  }

  private String unsaid(int warnings) {
    return warnings == 0 || verbose ? "" : " (%d warnings: `plan` shows them)".formatted(warnings);
  }

  static String healthyWords(NodeConfig config) {
    return "%s is a healthy member of %s".formatted(config.self().name(), config.spec().cluster());
  }

  static String leftWords(NodeConfig config) {
    return "%s has left %s; its data is kept in %s/aside"
        .formatted(config.self().name(), config.spec().cluster(), config.dataDir());
  }

  static String waitingWords(NodeConfig config, Proof.Verdict verdict) {
    return "%d of %d up; run etcd-bootstrap on the next: %s"
        .formatted(verdict.up(), config.members().size(), names(verdict.silent()));
  }

  private static String names(List<Member> members) {
    return members.stream().map(m -> m.name().value()).collect(Collectors.joining(", "));
  }
}
