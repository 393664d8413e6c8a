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

/** A table of hosts as owners keep them: `address,name`, a line each, under any header or none. */
public final class HostsCsv {
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final String FORM = "192.168.7.11,node-1";

  private HostsCsv() {}

  /**
   * Addresses by name, in the file's order.
   *
   * @throws BadInput naming each line that is no host's
   */
  public static List<Map.Entry<String, String>> read(String source, Content content) {
    String text = content.text();
    List<String> lines =
        (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
    List<Map.Entry<String, String>> hosts = new ArrayList<>();
    Map<String, Integer> lineOf = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String[] fields = line.split("\\s*[,;\\t]\\s*", -1);
      if (line.isEmpty()) {
        continue;
      } else if (fields.length > 1 && isAddress(plain(fields[0])) && !plain(fields[1]).isEmpty()) {
        Integer first = lineOf.putIfAbsent(plain(fields[1]), i + 1);
        if (first != null) {
          problems.add(
              new Problem(
                  "%s:%d: names %s again, first in line %d"
                      .formatted(source, i + 1, Shown.text(plain(fields[1])), first),
                  "name each host once"));
        }
        hosts.add(Map.entry(plain(fields[1]), plain(fields[0])));
      } else if (!hosts.isEmpty() || !problems.isEmpty() || i > 0) {
        problems.add(
            new Problem(
                "%s:%d: is %s, expected address,name".formatted(source, i + 1, Shown.text(line)),
                "write it such as " + FORM));
      }
    }
    if (hosts.isEmpty() && problems.isEmpty()) {
      problems.add(new Problem(source + ": names no host", "write lines such as " + FORM));
    }
    if (!problems.isEmpty()) {
      throw new BadInput(problems);
    }
    return hosts;
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
