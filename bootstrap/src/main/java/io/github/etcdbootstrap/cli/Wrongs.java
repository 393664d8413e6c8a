package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What is wrong with the input, gathered as far as it can be known, to be told at once. */
final class Wrongs {
  private final Set<Problem> problems = new LinkedHashSet<>();

  /** What comes of it; empty if it is bad input, which is noted. */
  <T> Optional<T> noting(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (BadInput e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  void note(List<Problem> more) {
    problems.addAll(more);
  }

  boolean none() {
    return problems.isEmpty();
  }

  BadInput asBadInput() {
    return new BadInput(List.copyOf(problems));
  }
}
