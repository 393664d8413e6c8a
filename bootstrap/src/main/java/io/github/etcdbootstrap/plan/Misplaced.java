package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.FileState.Kind;
import io.github.etcdbootstrap.text.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Something of another kind where a file, a folder or a link belongs: the owner's to move away. */
final class Misplaced {
  private final Facts facts;
  private final List<Problem> problems = new ArrayList<>();

  private Misplaced(Facts facts) {
    this.facts = facts;
  }

  static List<Problem> problems(Facts facts, Desired desired) {
    Misplaced misplaced = new Misplaced(facts);
    desired.links().keySet().forEach(p -> misplaced.check(p, "a link", Kind.FOLDER, Kind.OTHER));
    desired.folders().forEach(f -> misplaced.check(f.path(), "a folder", Kind.FILE, Kind.OTHER));
    desired.files().forEach(f -> misplaced.check(f.path(), "a file", Kind.FOLDER, Kind.OTHER));
    return misplaced.problems;
  }

  private void check(HostPath path, String expected, Kind... wrong) {
    Kind kind = facts.file(path).kind();
    if (Set.of(wrong).contains(kind)) {
      problems.add(
          new Problem(
              "%s is %s, expected %s".formatted(path, words(kind), expected),
              "see what it is, move it away, then run again"));
    }
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case FOLDER -> "a folder";
      case FILE -> "a file";
      default -> "neither file nor folder";
    };
  }
}
