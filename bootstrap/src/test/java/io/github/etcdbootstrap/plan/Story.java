package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.text.BadInput;

/**
 * Facts in, the printed plan out.
 *
 * @param file of its golden text, without `.txt`
 */
record Story(String file, String title, Scenario scenario) {
  /** What an owner could read: the title, the facts in words, what the program says to them. */
  String told() {
    return title
        + "\n\n"
        + FactsInWords.of(scenario.facts(), scenario.desired())
        + "\n----\n"
        + answer();
  }

  private String answer() {
    try {
      Plan plan = scenario.plan();
      StringBuilder text = new StringBuilder(Rendering.of(plan));
      plan.warnings().forEach(w -> text.append("warning: " + w + "\n"));
      return text.toString();
    } catch (BadInput e) {
      StringBuilder text = new StringBuilder("wrong input\n");
      e.problems().forEach(p -> text.append(p.cause() + "\n  do: " + p.remedy() + "\n"));
      return text.toString();
    }
  }

  @Override
  public String toString() {
    return file;
  }
}
