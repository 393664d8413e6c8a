package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.text.Problem;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What etcd's own log says of its last start: that its data is corrupt, or why it does not run.
 *
 * @param corrupt etcd's words, if it says so itself
 * @param cause why it does not run, or is not healthy, and what to do; also of corrupt data
 */
public record EtcdLog(Optional<String> corrupt, Optional<Problem> cause) {
  /** All that {@link Host#tail} reads of a log; a Go program's last words take some 200. */
  private static final int LINES = 1_000;

  private static final String VERSION = "etcd-version";

  public static EtcdLog of(Host host) {
    return read(host.tail(Layout.LOG, LINES), host.tail(Layout.SERVICE_LOG, LINES));
  }

  /**
   * @param logLines the end of what etcd wrote into the log that conf.yml names
   * @param serviceLines the end of what etcd-run, and an etcd that has no log, wrote
   */
  public static EtcdLog read(List<String> logLines, List<String> serviceLines) {
    List<LogLine> service = lastStart(serviceLines, LogLine::isAttempt);
    List<LogLine> log = lastStart(logLines, LogLine::isStart);
    return LogCauses.of(isOfAttempt(log, service) ? log : List.of(), service);
  }

  /** Which etcd was started last, however much was said since; a start names its version. */
  static Optional<EtcdVersion> lastVersion(Host host) {
    return host.lastLine(Layout.LOG, "\"" + VERSION + "\":")
        .map(LogLine::of)
        .flatMap(line -> line.value(VERSION))
        .flatMap(quoted -> VersionRule.parse(quoted.replace("\"", "")));
  }

  /** What was said last, of etcd and of what starts it; in words. */
  public static List<String> lastLines(Host host) {
    return Stream.concat(
            host.tail(Layout.LOG, 1).stream(), host.tail(Layout.SERVICE_LOG, 1).stream())
        .map(LogLine::of)
        .map(line -> line.isPlain() ? line.text() : line.level() + ": " + line.text())
        .toList();
  }

  /** From the line on with which it began; all, where that is further up than the end reaches. */
  private static List<LogLine> lastStart(List<String> lines, Predicate<LogLine> begins) {
    List<LogLine> read = lines.stream().map(LogLine::of).toList();
    int first =
        IntStream.range(0, read.size())
            .map(i -> read.size() - 1 - i)
            .filter(i -> begins.test(read.get(i)))
            .findFirst()
            .orElse(0);
    return read.subList(first, read.size());
  }

  /** An attempt that was refused, or ended before etcd had its log, left an older start's there. */
  private static boolean isOfAttempt(List<LogLine> log, List<LogLine> service) {
    if (service.isEmpty() || !service.get(0).isAttempt()) {
      return true;
    } else if (!service.get(0).isRun()) {
      return false;
    }
    Optional<Long> attempt = service.get(0).time().flatMap(EtcdLog::second);
    Optional<Long> start =
        log.stream()
            .findFirst()
            .filter(LogLine::isStart)
            .flatMap(LogLine::time)
            .flatMap(EtcdLog::second);
    return attempt.isEmpty() || start.isEmpty() || start.get() >= attempt.get();
  }

  /** zap writes a zone without the colon that the standard wants. */
  private static Optional<Long> second(String time) {
    try {
      String standard = time.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
      return Optional.of(OffsetDateTime.parse(standard).toEpochSecond());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
