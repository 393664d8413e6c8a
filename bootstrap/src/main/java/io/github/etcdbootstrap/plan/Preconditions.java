package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.ArrayList;
import java.util.List;

/** What must be right before any change; all that is wrong is reported together. */
final class Preconditions {
  private Preconditions() {}

  static void check(Facts facts, NodeConfig config) {
    List<Problem> problems = new ArrayList<>();
    if (!facts.identity().root()) {
      problems.add(new Problem("this run is not root's", "run it as root"));
    }
    if (!facts.identity().openRc()) {
      problems.add(
          new Problem(
              "this machine does not run OpenRC: there is no /sbin/openrc-run",
              "run it on Alpine Linux"));
    }
    problems.addAll(facts.certificates().problems());
    facts.unresolvedNames().forEach(name -> problems.add(unresolved(name)));
    if (!problems.isEmpty()) {
      throw new BadInput(problems);
    }
  }

  private static Problem unresolved(String name) {
    return new Problem(
        "the name " + name + " does not resolve on this host, and peers are told to use it",
        "add it to your DNS, or set `manage-hosts: true` in cluster.yml");
  }
}
