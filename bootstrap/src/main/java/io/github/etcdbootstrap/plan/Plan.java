package io.github.etcdbootstrap.plan;

import java.util.List;
import java.util.Optional;

/** An ordered list of changes, or a refusal with its reason; warnings go with either. */
public record Plan(List<Change> changes, Optional<Refusal> refusal, List<String> warnings) {
  public Plan {
    changes = List.copyOf(changes);
    warnings = List.copyOf(warnings);
  }

  static Plan of(List<Change> changes, List<String> warnings) {
    return new Plan(changes, Optional.empty(), warnings);
  }

  static Plan refused(Refusal refusal, List<String> warnings) {
    return new Plan(List.of(), Optional.of(refusal), warnings);
  }

  public boolean isEmpty() {
    return changes.isEmpty() && refusal.isEmpty();
  }
}
