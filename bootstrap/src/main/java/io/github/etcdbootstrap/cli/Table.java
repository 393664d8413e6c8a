package io.github.etcdbootstrap.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows and columns, ruled as etcdctl rules them. */
final class Table {
  private Table() {}

  static String of(List<String> head, List<List<String>> body) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(head);
    rows.addAll(body);
    int[] widths = new int[head.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder(rule(widths)).append(line(head, widths));
    text.append(rule(widths));
    body.forEach(row -> text.append(line(row, widths)));
    return text.append(rule(widths)).toString();
  }

  private static String rule(int[] widths) {
    StringBuilder text = new StringBuilder("+");
    for (int width : widths) {
      text.append("-".repeat(width + 2)).append('+');
    }
    return text.append('\n').toString();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder text = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      text.append(' ').append(cell).append(" ".repeat(widths[i] - cell.length())).append(" |");
    }
    return text.append('\n').toString();
  }
}
