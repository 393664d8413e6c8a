package io.github.etcdbootstrap.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the members of a lab: on a terminal all of them, drawn anew in their place; elsewhere only
 * a member that has changed, so that a log stays readable.
 */
final class LabView {
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintStream out;
  private final boolean terminal;
  private final Map<String, LabRow> shown = new HashMap<>();
  private int drawn;
  private boolean closed;
  private List<String> block = List.of();

  LabView() {
    this(new PrintStream(System.out, false, StandardCharsets.UTF_8), System.console() != null);
  }

  LabView(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Something that happened; above the members' lines. */
  synchronized void say(String line) {
    if (closed) {
      return;
    }
    erase();
    out.println(line);
    draw();
    out.flush();
  }

  /** Says this, and then nothing any more: what ends is not to look like what fails. */
  synchronized void close(String last) {
    say(last);
    closed = true;
  }

  /** What passes; of no interest in a log. */
  synchronized void progress(String line) {
    if (terminal) {
      say(line);
    }
  }

  synchronized void show(List<LabRow> rows) {
    if (closed) {
      return;
    }
    if (terminal) {
      List<String> lines = new ArrayList<>();
      rows.forEach(row -> lines.addAll(row.lines()));
      erase();
      block = lines;
      draw();
    } else {
      rows.stream().filter(this::isNews).forEach(row -> row.lines().forEach(out::println));
    }
    rows.forEach(row -> shown.put(row.name(), row));
    out.flush();
  }

  private boolean isNews(LabRow row) {
    LabRow before = shown.get(row.name());
    return before == null || row.isNews(before);
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "F\u001b[J");
    }
    drawn = 0;
  }

  /** Cut by the terminal where they are too wide: what it breaks into two is not erased. */
  private void draw() {
    if (!block.isEmpty()) {
      out.print(NO_WRAP);
      block.forEach(out::println);
      out.print(WRAP);
    }
    drawn = block.size();
  }
}
