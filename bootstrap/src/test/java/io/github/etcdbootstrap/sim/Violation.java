package io.github.etcdbootstrap.sim;

/** Something happened that must never happen, whatever the adversary does. */
final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  private final Rule rule;

  Violation(Rule rule, String words) {
    super(words, null, false, false);
    this.rule = rule;
  }

  Rule rule() {
    return rule;
  }

  /** What must hold after every step. */
  enum Rule {
    LOST_WRITE("an acknowledged write is lost"),
    AMNESIA("an ID runs with an older log than it voted or acknowledged with"),
    SECOND_CLUSTER("a second cluster of one birth"),
    REMOVAL("a member is removed and no majority is left"),
    QUORUM("a program stops an etcd that the quorum needs"),
    DELETED("data is deleted"),
    UNHEALTHY("not healthy after three runs a host"),
    LIE("a run ends healthy where it is not so"),
    ENDLESS("a run does not end"),
    BUG("the program ends with an error of its own");

    private final String words;

    Rule(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
