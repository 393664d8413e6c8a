package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.Problem;
import java.time.Instant;
import java.util.List;

/** The judge of this host's certificates. */
public interface Certificates {
  /**
   * Checks the seed's files for this host: PEM, key matches certificate, chain to `ca.pem`, valid
   * now, usages, SANs cover the address and the advertised names.
   */
  Verdict check(NodeConfig config, Depth depth);

  /** How much of it there is to check. */
  enum Depth {
    FULL,
    /** The member is healthy with these very bytes: only what time or the inventory can change. */
    UNCHANGED
  }

  /**
   * @param problems what etcd or its clients would refuse
   * @param warnings what will trouble somebody later
   * @param start since when all of them are valid
   */
  record Verdict(List<Problem> problems, List<String> warnings, Instant start) {
    public Verdict(List<Problem> problems, List<String> warnings) {
      this(problems, warnings, Instant.EPOCH);
    }

    public Verdict {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }
}
