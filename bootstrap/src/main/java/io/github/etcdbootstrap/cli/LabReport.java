package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.plan.Rendering;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.text.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.OptionalLong;
import java.util.Set;

/** What the runs on one host of a lab tell, each line with the host's name. */
final class LabReport implements Report {
  /** Of a first run there are dozens on each host, and the host's own log has them all. */
  private static final Set<String> SMALL =
      Set.of(
          "write-file",
          "make-folder",
          "switch-link",
          "set-ownership",
          "enable-service",
          "write-mark",
          "confirm-started",
          "share-mark",
          "keep-seed");

  private static final long SOON = 1_000_000_000L;
  private static final long MEGABYTE = 1_000_000L;

  private final String host;
  private final LabView view;
  private final boolean verbose;

  LabReport(String host, LabView view, boolean verbose) {
    this.host = host;
    this.view = view;
    this.verbose = verbose;
  }

  void say(String what) {
    what.lines().forEach(line -> view.say(host + ": " + line));
  }

  void refused(Refusal refusal) {
    say(Rendering.of(refusal));
  }

  void problem(Problem problem) {
    say(Rendering.of(problem));
  }

  /** What only a bug does, with what tells its place. */
  void bug(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    say("error: a bug in etcd-bootstrap: " + e + "\n  do: report it with these lines:\n" + trace);
  }

  @Override
  public void applying(Change change) {
    if (verbose || !SMALL.contains(change.kind())) {
      say(change.describe());
    }
  }

  @Override
  public void warning(String what) {
    if (verbose) {
      say("warning: " + what);
    }
  }

  @Override
  public void sourceFailed(URI source, Problem why) {
    say(why.cause() + "; " + why.remedy());
  }

  /** From the seed each host takes it in a moment. */
  @Override
  public Download downloading(URI source, OptionalLong bytes) {
    if ("file".equals(source.getScheme())) {
      return new Quarters(Long.MAX_VALUE);
    }
    say("downloading " + source);
    return new Quarters(bytes.orElse(Long.MAX_VALUE));
  }

  /** The members' own lines show it. */
  @Override
  public void waiting(String forWhat) {
    if (verbose) {
      view.progress(host + ": waiting " + forWhat);
    }
  }

  /** A line for each quarter, where it takes so long that somebody wonders. */
  private final class Quarters implements Download {
    private final long total;
    private final long begin = System.nanoTime();
    private long said;

    Quarters(long total) {
      this.total = total;
    }

    @Override
    public void arrived(long bytes) {
      long quarter = 4 * bytes / total;
      if (quarter > said && System.nanoTime() - begin > SOON) {
        said = quarter;
        say("%d of %d MB".formatted(bytes / MEGABYTE, total / MEGABYTE));
      }
    }

    @Override
    public void close() {
      // Its end shows in what follows.
    }
  }
}
