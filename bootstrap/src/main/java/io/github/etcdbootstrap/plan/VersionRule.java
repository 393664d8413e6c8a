package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.VersionNotes;
import java.util.List;
import java.util.Optional;

/**
 * Which etcd may run on which data: never one older than what wrote it, and none of another minor
 * version, since that step is the whole cluster's (etcd's upgrade guides).
 */
final class VersionRule {
  private VersionRule() {}

  static Optional<Refusal> refusal(Facts facts, NodeConfig config) {
    EtcdVersion wanted = config.release().version();
    Optional<WrittenBy> written = facts.data().writer();
    if (written.filter(w -> w.version().minor() != wanted.minor()).isPresent()) {
      return Optional.of(anotherMinor(config, written.get(), wanted));
    } else if (written.filter(w -> w.version().compareTo(wanted) > 0).isPresent()) {
      return Optional.of(older(config, written.get(), wanted));
    }
    return installed(facts)
        .filter(current -> current.compareTo(wanted) > 0)
        .map(
            current ->
                refuse(
                    "etcd %s is installed, newer than the %s that cluster.yml wants"
                        .formatted(current, wanted),
                    current,
                    List.of(),
                    "or, if nothing on this host needs it: rm " + Layout.CURRENT));
  }

  private static Refusal anotherMinor(NodeConfig config, WrittenBy written, EtcdVersion wanted) {
    return new Refusal(
        "%s was written by etcd %s, but cluster.yml wants %s: that step is the whole cluster's"
            .formatted(config.dataDir(), written.version(), wanted),
        List.of(written.evidence()),
        List.of(
            "follow etcd's own upgrade guide, from one minor version to the next",
            "to 3.6 only once every member has run at least " + VersionNotes.BEFORE_3_6),
        false);
  }

  private static Refusal older(NodeConfig config, WrittenBy written, EtcdVersion wanted) {
    return refuse(
        "%s was written by etcd %s, but cluster.yml wants %s: an older etcd must not start on it"
            .formatted(config.dataDir(), written.version(), wanted),
        written.version(),
        List.of(written.evidence()),
        "going back is done with a snapshot from before, on all members at once");
  }

  private static Refusal refuse(
      String reason, EtcdVersion known, List<String> evidence, String otherwise) {
    return new Refusal(
        reason,
        evidence,
        List.of(
            "set `version: \"%s\"` under etcd: in cluster.yml, then run again".formatted(known),
            otherwise),
        false);
  }

  /** What `current` names: it has written the data, or may do so at any start. */
  static Optional<EtcdVersion> installed(Facts facts) {
    return facts.file(Layout.CURRENT).target().flatMap(VersionRule::parse);
  }

  static Optional<EtcdVersion> parse(String text) {
    try {
      return Optional.of(EtcdVersion.parse(text.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
