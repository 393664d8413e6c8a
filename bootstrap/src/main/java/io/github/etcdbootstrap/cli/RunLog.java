package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.plan.Rendering;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/**
 * What a run shows, noted in the host's log too: from its first change, refusal or failure on, with
 * what was said before that. A run that finds nothing to do leaves no line, since cards wear out;
 * nor does wrong input. The log begins with a change: what is refused on a host that was never
 * touched does not touch it.
 */
final class RunLog implements Report {
  private final Report shown;
  private final Clock clock;
  private final BiConsumer<List<String>, Boolean> log;
  private final List<String> unwritten = new ArrayList<>();
  private boolean worthIt;
  private boolean changes;
  private boolean broken;

  /**
   * @param shown where the run is shown
   * @param log takes whole lines, and whether it may begin with them
   */
  RunLog(String command, Report shown, Clock clock, BiConsumer<List<String>, Boolean> log) {
    this.shown = shown;
    this.clock = clock;
    this.log = log;
    note(Main.version() + ": " + command);
  }

  /** A run; what ends it early is noted and goes on its way. */
  int during(IntSupplier run) {
    try {
      return run.getAsInt();
    } catch (BadInput e) {
      problems(e.problems());
      throw e;
    } catch (HostFailure e) {
      worthIt();
      problems(List.of(e.problem()));
      throw e;
    } catch (RuntimeException e) {
      worthIt();
      note("error: a bug in etcd-bootstrap: " + e);
      throw e;
    }
  }

  @Override
  public void applying(Change change) {
    changes = true;
    worthIt();
    note(change.describe());
    shown.applying(change);
  }

  @Override
  public void warning(String what) {
    note("warning: " + what);
    shown.warning(what);
  }

  @Override
  public void sourceFailed(URI source, Problem why) {
    note(why.cause());
    shown.sourceFailed(source, why);
  }

  @Override
  public Download downloading(URI source, OptionalLong bytes) {
    return shown.downloading(source, bytes);
  }

  @Override
  public void waiting(String forWhat) {
    shown.waiting(forWhat);
  }

  void refused(Refusal refusal) {
    worthIt();
    note(Rendering.of(refusal));
  }

  void failed(String why) {
    worthIt();
    note("error: " + why);
  }

  void ended(String how) {
    note(how);
  }

  private void problems(List<Problem> problems) {
    problems.forEach(p -> note(Rendering.of(p)));
  }

  private void note(String text) {
    String time = clock.now().truncatedTo(ChronoUnit.SECONDS) + " ";
    text.lines().forEach(line -> unwritten.add(time + line));
    if (worthIt) {
      write();
    }
  }

  private void worthIt() {
    worthIt = true;
  }

  private void write() {
    if (broken || unwritten.isEmpty()) {
      return;
    }
    try {
      log.accept(List.copyOf(unwritten), changes);
      unwritten.clear();
    } catch (HostFailure e) {
      broken = true;
      shown.warning("this run is not noted on the host: " + e.problem().cause());
    }
  }
}
