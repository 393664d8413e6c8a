package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;

/** The words of each refusal by subject: what was seen, on which evidence, and what leads out. */
record Refusals(
    DataRefusals data, IdentityRefusals identity, MemberRefusals member, SeedRefusals seed) {
  Refusals(Facts facts, NodeConfig config) {
    this(facts, config, new Evidence(facts, config));
  }

  private Refusals(Facts facts, NodeConfig config, Evidence evidence) {
    this(
        new DataRefusals(facts, config, evidence),
        new IdentityRefusals(facts, config, evidence),
        new MemberRefusals(facts, config, evidence),
        new SeedRefusals(facts, config, evidence));
  }
}
