package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.ArrayList;
import java.util.List;

/** What must be right before any change; all that is wrong is reported together. */
public final class Preconditions {
  private static final Problem NOT_ROOT = new Problem("this run is not root's", "run it as root");

  private Preconditions() {}

  /**
   * Before anything else: without it nothing else can be told for sure.
   *
   * @throws BadInput if the run is not root's
   */
  public static void requireRoot(Host.Identity identity) {
    if (!identity.root()) {
      throw new BadInput(List.of(NOT_ROOT));
    }
  }

  /** What is wrong with the machine, whatever it is to become. */
  public static List<Problem> ofMachine(Host.Identity identity) {
    return identity.openRc()
        ? List.of()
        : List.of(
            new Problem(
                "this machine does not run OpenRC: there is no /sbin/openrc-run",
                "run it on Alpine Linux"));
  }

  static void check(Facts facts, NodeConfig config) {
    List<Problem> problems = new ArrayList<>();
    if (!facts.identity().root()) {
      problems.add(NOT_ROOT);
    }
    problems.addAll(ofMachine(facts.identity()));
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
