package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Report;
import java.net.URI;
import java.util.Locale;
import java.util.OptionalLong;

/** How far a tarball is: a bar with rate and time left on a terminal, else a line each quarter. */
final class DownloadProgress implements Report.Download {
  private static final int BAR = 30;
  private static final long NANOS_BETWEEN = 100_000_000L;
  private static final double MEGABYTE = 1_000_000;

  private final StatusLine line;
  private final String name;
  private final OptionalLong total;
  private final long start = System.nanoTime();
  private long lastShown;
  private int lastQuarter;

  DownloadProgress(StatusLine line, URI source, OptionalLong total) {
    this.line = line;
    this.total = total;
    this.name = source.getPath().substring(source.getPath().lastIndexOf('/') + 1);
    line.show("fetching " + source);
  }

  @Override
  public void arrived(long bytes) {
    long now = System.nanoTime();
    if (line.isTerminal() && now - lastShown > NANOS_BETWEEN) {
      lastShown = now;
      line.show(name + " " + bar(bytes) + figures(bytes, (now - start) / 1e9));
    } else if (!line.isTerminal() && quarter(bytes) > lastQuarter) {
      lastQuarter = quarter(bytes);
      line.show(name + figures(bytes, (now - start) / 1e9));
    }
  }

  @Override
  public void close() {
    line.clear();
  }

  private String bar(long bytes) {
    if (total.isEmpty()) {
      return "";
    }
    int done = (int) Math.min(BAR, BAR * bytes / Math.max(1, total.getAsLong()));
    return "[" + "=".repeat(done) + " ".repeat(BAR - done) + "]";
  }

  private String figures(long bytes, double seconds) {
    double rate = bytes / Math.max(seconds, 0.001);
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, " %.1f", bytes / MEGABYTE));
    total.ifPresent(t -> text.append(String.format(Locale.ROOT, " of %.1f", t / MEGABYTE)));
    text.append(String.format(Locale.ROOT, " MB, %.1f MB/s", rate / MEGABYTE));
    total.ifPresent(
        t -> text.append(String.format(Locale.ROOT, ", %.0f s left", (t - bytes) / rate)));
    return text.toString();
  }

  /** Quarters of the whole, or of 20 MB where the whole is not known. */
  private int quarter(long bytes) {
    return (int) (4 * bytes / Math.max(1, total.orElse(20_000_000L)));
  }
}
