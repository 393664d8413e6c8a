package io.github.etcdbootstrap.plan;

import java.util.List;

/**
 * Why nothing is changed: what was seen, on which evidence, and what leads out. Exit code 4.
 *
 * @param reason one line of cause
 * @param commands what to do, each a command or a sentence
 * @param mayPass it rests on peers that are silent, empty or without a quorum: others may just be
 *     starting, so a run looks again for a while before this is final
 * @param clock it rests on this host's clock, which may be set at any moment
 */
public record Refusal(
    String reason, List<String> evidence, List<String> commands, boolean mayPass, boolean clock) {
  /** One of the commands. */
  static final String SEE_STATUS = "see `java -jar etcd-bootstrap.jar status`";

  public Refusal(String reason, List<String> evidence, List<String> commands, boolean mayPass) {
    this(reason, evidence, commands, mayPass, false);
  }

  public Refusal {
    evidence = List.copyOf(evidence);
    commands = List.copyOf(commands);
  }
}
