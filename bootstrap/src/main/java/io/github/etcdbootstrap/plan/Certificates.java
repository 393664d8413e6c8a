package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.text.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /** The SHA-256 of the first certificate in a file, as a server shows it; empty if none is. */
  default Optional<Sha256> sum(Content pem) {
    return Optional.empty();
  }

  /**
   * @param problems what etcd or its clients would refuse
   * @param early those of them that a clock which is behind may be the cause of
   * @param warnings what will trouble somebody later
   * @param ending what will soon be refused, if nobody renews it
   * @param start since when all of them are valid
   */
  record Verdict(
      List<Problem> problems,
      List<Problem> early,
      List<String> warnings,
      List<String> ending,
      Instant start) {
    public Verdict(List<Problem> problems, List<String> warnings) {
      this(problems, List.of(), warnings, List.of(), Instant.EPOCH);
    }

    public Verdict {
      problems = List.copyOf(problems);
      early = List.copyOf(early);
      warnings = List.copyOf(warnings);
      ending = List.copyOf(ending);
    }

    /** Those that no clock has to do with. */
    List<Problem> whateverTheTime() {
      return problems.stream().filter(p -> !early.contains(p)).toList();
    }
  }
}
