package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A table of hosts as owners keep them: `address,name`, a line each, under any header or none. */
public final class HostsCsv {
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final String FORM = "192.168.7.11,node-1";

  /** Of blanks and separators alone, a remark, or what Excel is told by. */
  private static final Pattern NOTHING = Pattern.compile("[\\s,;\"]*|#.*|(?i:\"?sep=.\"?)");

  /** What was to be an address: no header has that, and a host is never dropped for one. */
  private static final Pattern MEANT_AS_ADDRESS =
      Pattern.compile("[0-9.]+|.*\\d\\.\\d.*|\\S*:\\S*:\\S*");

  private final String source;
  private final List<Map.Entry<String, String>> hosts = new ArrayList<>();
  private final Map<String, Integer> lineOf = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private Optional<String> header = Optional.empty();

  private HostsCsv(String source) {
    this.source = source;
  }

  /**
   * The table in a file.
   *
   * @throws BadInput naming each line that is no host's
   */
  public static HostsCsv read(String source, Content content) {
    HostsCsv table = new HostsCsv(source);
    String text = content.text();
    List<String> lines =
        (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      table.line(i + 1, lines.get(i).strip());
    }
    table.requireGood();
    return table;
  }

  /** Addresses by name, in the file's order. */
  public List<Map.Entry<String, String>> hosts() {
    return List.copyOf(hosts);
  }

  /** What was taken for the header, with its place. */
  public Optional<String> header() {
    return header;
  }

  private void line(int number, String line) {
    if (NOTHING.matcher(line).matches()) {
      return;
    }
    List<String> fields =
        Stream.of(line.split("[,;\\t]", -1)).map(String::strip).map(HostsCsv::plain).toList();
    if (fields.size() > 1 && isAddress(fields.get(0)) && !fields.get(1).isEmpty()) {
      host(number, fields.get(1), fields.get(0));
    } else if (mayHaveHeader() && fields.stream().noneMatch(MEANT_AS_ADDRESS.asMatchPredicate())) {
      header = Optional.of("%s:%d: %s".formatted(source, number, Shown.text(line)));
    } else {
      problems.add(
          new Problem(
              "%s:%d: is %s, expected address,name".formatted(source, number, Shown.text(line)),
              "write it such as " + FORM));
    }
  }

  private boolean mayHaveHeader() {
    return hosts.isEmpty() && problems.isEmpty() && header.isEmpty();
  }

  private void host(int number, String name, String address) {
    Integer first = lineOf.putIfAbsent(name, number);
    if (first != null) {
      problems.add(
          new Problem(
              "%s:%d: names %s again, first in line %d"
                  .formatted(source, number, Shown.text(name), first),
              "name each host once"));
    }
    hosts.add(Map.entry(name, address));
  }

  private void requireGood() {
    if (hosts.isEmpty() && problems.isEmpty()) {
      problems.add(new Problem(source + ": names no host", "write lines such as " + FORM));
    }
    if (!problems.isEmpty()) {
      throw new BadInput(problems);
    }
  }

  private static String plain(String field) {
    return field.replaceAll("^\"(.*)\"$", "$1").strip();
  }

  private static boolean isAddress(String text) {
    try {
      new IpAddress(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
