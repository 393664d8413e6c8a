package io.github.etcdbootstrap.plan;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of etcd's log: JSON as zap writes it, or plain, as etcd-run and a panic do.
 *
 * @param level empty for a plain line
 * @param text the message, and after a colon the error
 * @param line all of it
 */
record LogLine(String level, Optional<String> time, String text, String line) {
  private static final Pattern LEVEL = field("level");
  private static final Pattern TIME = field("ts");
  private static final Pattern MESSAGE = field("msg");
  private static final Pattern ERROR = field("error");

  /** As etcd-run says it, before etcd and instead of it. */
  private static final Pattern ATTEMPT =
      Pattern.compile("(\\S+) etcd-run: (not )?starting etcd.*", Pattern.DOTALL);

  /** The first message of every 3.5 that reads a file, once it has its log. */
  private static final String START = "Running: ";

  private static final Set<String> BAD = Set.of("error", "dpanic", "panic", "fatal");

  private static Pattern field(String name) {
    return Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*+)\"");
  }

  static LogLine of(String line) {
    if (line.startsWith("{")) {
      String message = find(MESSAGE, line).orElse("");
      String text = find(ERROR, line).map(e -> message + ": " + e).orElse(message);
      return new LogLine(find(LEVEL, line).orElse(""), find(TIME, line), text, line);
    }
    Matcher attempt = ATTEMPT.matcher(line);
    return new LogLine(
        "", attempt.matches() ? Optional.of(attempt.group(1)) : Optional.empty(), line, line);
  }

  private static Optional<String> find(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find()
        ? Optional.of(matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\"))
        : Optional.empty();
  }

  /** A field that is a text, a number or a list of texts, as it is written. */
  Optional<String> value(String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\":(\"[^\"]*+\"|\\d+|\\[[^\\]]*+\\])").matcher(line);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  boolean isStart() {
    return text.equals(START);
  }

  /** Where an attempt to start begins, as the service's log shows it. */
  boolean isAttempt() {
    return isStart() || isPlain() && ATTEMPT.matcher(text).matches();
  }

  /** Where etcd-run handed over to etcd. */
  boolean isRun() {
    return isPlain() && text.contains(" etcd-run: starting etcd");
  }

  boolean isPlain() {
    return level.isEmpty();
  }

  boolean isBad() {
    return BAD.contains(level);
  }

  /** Fatal or panic: etcd ends with it. */
  boolean isLast() {
    return level.equals("fatal") || level.equals("panic");
  }
}
