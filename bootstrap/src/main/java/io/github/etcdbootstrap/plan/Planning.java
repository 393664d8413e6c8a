package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.BadInput;
import java.util.function.Supplier;

/** Observes and plans. A healthy host is asked about its disks only if it is to be written to. */
public final class Planning implements Supplier<Plan> {
  private final Observer observer;
  private final NodeConfig config;
  private final Payload payload;
  private Facts facts;

  public Planning(World world, NodeConfig config, Orders orders, Payload payload) {
    this.observer = new Observer(world, config, orders);
    this.config = config;
    this.payload = payload;
  }

  /**
   * @throws BadInput if the seed or the host is not fit for any plan
   */
  @Override
  public Plan get() {
    facts = observer.observe();
    if (!facts.surroundings().mounts().isEmpty()) {
      return plan();
    }
    try {
      Plan plan = plan();
      if (plan.changes().isEmpty()) {
        return plan;
      }
    } catch (BadInput e) {
      // All that is wrong is said together.
    }
    facts = observer.withMounts(facts);
    return plan();
  }

  private Plan plan() {
    return Planner.plan(facts, Desired.of(config, facts, payload));
  }

  /** For who asks the cluster and plans nothing. */
  public void expectTheSeeds() {
    observer.expectTheSeeds();
  }

  /** What the last plan rests on. */
  public Facts facts() {
    return facts;
  }
}
