package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.plan.Facts;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Orders;
import io.github.etcdbootstrap.plan.Payload;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Planning;
import io.github.etcdbootstrap.plan.World;
import java.util.ArrayList;
import java.util.List;

/** One run: what should be, and the world in which it is to be. */
final class Session {
  private final World world;
  private final NodeConfig config;
  private final List<String> inputWarnings;
  private final Planning planning;

  /**
   * @param inputWarnings of the seed's files, whatever the host's state
   */
  Session(
      World world, NodeConfig config, Payload payload, List<String> inputWarnings, Orders orders) {
    this.world = world;
    this.config = config;
    this.inputWarnings = List.copyOf(inputWarnings);
    this.planning = new Planning(world, config, orders, payload);
  }

  World world() {
    return world;
  }

  NodeConfig config() {
    return config;
  }

  /** The members of the cluster that the seed knows. */
  List<MemberStatus> statuses() {
    planning.expectTheSeeds();
    return world.cluster().statuses();
  }

  /** Observes and plans. */
  Plan plan() {
    return planning.get();
  }

  /** Adds what the host and the files would be told, where something is wrong already. */
  void note(Wrongs wrongs) {
    try {
      wrongs.noting(this::plan);
    } catch (HostFailure e) {
      wrongs.note(List.of(e.problem()));
    }
  }

  /** What the last plan rests on. */
  Facts facts() {
    return planning.facts();
  }

  List<String> warnings(Plan plan) {
    List<String> warnings = new ArrayList<>(inputWarnings);
    warnings.addAll(plan.warnings());
    return warnings;
  }
}
