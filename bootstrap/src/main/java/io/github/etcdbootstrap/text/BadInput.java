package io.github.etcdbootstrap.text;

import java.util.List;
import java.util.stream.Collectors;

/** Input that cannot be used; carries everything found wrong, not just the first. Exit code 2. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public BadInput(String cause, String remedy) {
    this(List.of(new Problem(cause, remedy)));
  }

  public BadInput(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
