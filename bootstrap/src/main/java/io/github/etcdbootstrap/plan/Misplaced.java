package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.FileState.Kind;
import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Something of another kind where a file, a folder or a link belongs: the owner's to move away. */
final class Misplaced {
  private final Facts facts;
  private final HostPath dataDir;
  private final List<Problem> problems = new ArrayList<>();

  private Misplaced(Facts facts, HostPath dataDir) {
    this.facts = facts;
    this.dataDir = dataDir;
  }

  static List<Problem> problems(Facts facts, Desired desired) {
    Misplaced misplaced = new Misplaced(facts, desired.config().dataDir());
    desired.links().keySet().forEach(p -> misplaced.check(p, "a link", Kind.FOLDER, Kind.OTHER));
    Stream<HostPath> holders = desired.holders().stream().map(Desired.Folder::path);
    Stream.of(folders(desired), List.of(Layout.KEPT_SEED), holders.toList())
        .flatMap(List::stream)
        .forEach(path -> misplaced.check(path, "a folder", Kind.FILE, Kind.OTHER));
    folders(desired).forEach(misplaced::notALink);
    misplaced.notALink(Layout.KEPT_SEED);
    desired.files().forEach(f -> misplaced.check(f.path(), "a file", Kind.FOLDER, Kind.OTHER));
    if (desired.config().spec().manageHosts()) {
      misplaced.hosts();
    }
    return misplaced.problems;
  }

  private static List<HostPath> folders(Desired desired) {
    return desired.folders().stream().map(Desired.Folder::path).toList();
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

  /** It cannot be given owner and mode, and what it leads to may not be there at the next boot. */
  private void notALink(HostPath path) {
    facts
        .file(path)
        .target()
        .map(
            target ->
                new Problem(
                    "%s is a link to %s, expected a folder".formatted(path, Shown.text(target)),
                    path.equals(dataDir)
                        ? "name the folder itself as `data-dir` in cluster.yml, or remove the link"
                            + " and mount the disk there; then run again"
                        : "remove the link, and put there what it leads to, or mount the disk"
                            + " there; then run again"))
        .ifPresent(problems::add);
  }

  /** What was not read cannot be kept. */
  private void hosts() {
    FileState hosts = facts.file(Layout.HOSTS);
    if (!hosts.is(Kind.ABSENT) && hosts.content().isEmpty()) {
      String what =
          hosts
              .target()
              .map(target -> "a link to " + Shown.text(target))
              .orElse(hosts.is(Kind.FILE) ? "larger than 1 MiB" : words(hosts.kind()));
      problems.add(
          new Problem(
              "%s is %s, so the members' block cannot be set in it".formatted(Layout.HOSTS, what),
              "put a file of at most 1 MiB there, or let your DNS know the members' names and set"
                  + " `manage-hosts: false` in cluster.yml; then run again"));
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
