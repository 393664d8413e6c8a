package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.text.Problem;

/** A plan as an owner reads it: one line a change, or the refusal with its way out. */
public final class Rendering {
  private Rendering() {}

  public static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    plan.refusal().ifPresent(r -> text.append(of(r)));
    plan.changes().forEach(c -> text.append(c.describe()).append('\n'));
    return plan.isEmpty() ? "nothing to change\n" : text.toString();
  }

  public static String of(Refusal refusal) {
    return "refused: " + body(refusal);
  }

  /** What follows the word that it is one. */
  public static String body(Refusal refusal) {
    StringBuilder text = new StringBuilder(refusal.reason() + "\n");
    refusal.evidence().forEach(line -> text.append(seen(line)).append('\n'));
    refusal.commands().forEach(line -> text.append(toDo(line)).append('\n'));
    return text.toString();
  }

  /** A problem's two lines. */
  public static String of(Problem problem) {
    return "error: " + problem.cause() + "\n" + toDo(problem.remedy());
  }

  public static String seen(String evidence) {
    return "  seen: " + evidence;
  }

  public static String toDo(String command) {
    return "  do: " + command;
  }
}
