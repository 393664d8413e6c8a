package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.Problem;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The program, whose JVM ends without a word just before one of its changes: the change of that
 * number, or the first of that kind.
 */
public final class HaltingMain {
  private static final int AS_IF_KILLED = 137;

  private HaltingMain() {}

  /** WHERE [ARGUMENTS...]. */
  public static void main(String[] args) {
    String where = args[0];
    Sessions live = new LiveSessions();
    Sessions halting =
        new Sessions() {
          @Override
          public RunLock lock() {
            return live.lock();
          }

          @Override
          public void log(List<String> lines, boolean begin) {
            live.log(lines, begin);
          }

          @Override
          public Seed seed(CommonOptions options) {
            return live.seed(options);
          }

          @Override
          public Session open(CommonOptions options, Purpose purpose, Report report) {
            return live.open(options, purpose, new Halting(report, where));
          }
        };
    System.exit(Main.run(halting, Arrays.copyOfRange(args, 1, args.length)));
  }

  /** Nothing is flushed, unlocked or cleaned up on the way out. */
  private static final class Halting implements Report {
    private final Report report;
    private final String where;
    private int count;

    Halting(Report report, String where) {
      this.report = report;
      this.where = where;
    }

    @Override
    public void applying(Change change) {
      count++;
      if (where.equals(change.kind()) || where.equals(Integer.toString(count))) {
        System.err.println("halting before: " + change.describe());
        Runtime.getRuntime().halt(AS_IF_KILLED);
      }
      report.applying(change);
    }

    @Override
    public void warning(String what) {
      report.warning(what);
    }

    @Override
    public void sourceFailed(URI source, Problem why) {
      report.sourceFailed(source, why);
    }

    @Override
    public Download downloading(URI source, OptionalLong bytes) {
      return report.downloading(source, bytes);
    }

    @Override
    public void waiting(String forWhat) {
      report.waiting(forWhat);
    }
  }
}
