package io.github.etcdbootstrap.text;

import java.util.List;
import java.util.stream.Collectors;

/** Input that cannot be used; carries everything found wrong, not just the first. Exit code 2. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A file that is something else altogether has thousands; nobody reads on that far. */
  private static final int MOST = 50;

  private final transient List<Problem> problems;

  public BadInput(String cause, String remedy) {
    this(List.of(new Problem(cause, remedy)));
  }

  public BadInput(List<Problem> problems) {
    super(problems.stream().limit(MOST).map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = problems.stream().limit(MOST).toList();
  }

  public List<Problem> problems() {
    return problems;
  }
}
