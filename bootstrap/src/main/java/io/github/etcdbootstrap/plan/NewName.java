package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.model.NodeConfig;
import java.util.List;
import java.util.Optional;

/**
 * With managed hosts files the others learn the name of a new member by a run of their own. Until
 * then they cannot call it, and an add needs all voters connected.
 */
public final class NewName {
  private NewName() {}

  /** To be said at the end of a run that carries out this plan. */
  public static Optional<String> afterwards(Plan plan, Facts facts, NodeConfig config) {
    boolean byName = config.spec().manageHosts() && config.spec().domain().isPresent();
    List<String> others =
        plan.changes().stream()
            .filter(MemberChange.AddLearner.class::isInstance)
            .map(MemberChange.AddLearner.class::cast)
            .flatMap(add -> add.list().members().stream())
            .map(Cluster.ListedMember::name)
            .sorted()
            .toList();
    return byName && !others.isEmpty() && !isKnown(plan, facts, config)
        ? Optional.of(
            "run etcd-bootstrap on %s too, before another member is added: their /etc/hosts may lack %s"
                .formatted(String.join(", ", others), config.self().name()))
        : Optional.empty();
  }

  /** It has been a member before, so the others have been run with it in cluster.yml. */
  private static boolean isKnown(Plan plan, Facts facts, NodeConfig config) {
    MemberName self = config.self().name();
    boolean founder = facts.seed().birth().flatMap(b -> b.founder(self)).isPresent();
    boolean listed = plan.changes().stream().anyMatch(MemberChange.RemoveMember.class::isInstance);
    return founder || listed || !new Evidence(facts, config).ownIds().isEmpty();
  }
}
