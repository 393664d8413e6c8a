package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Content;
import java.util.TreeMap;

/** The seed's files: one set of them, or one for each card. */
final class Shelf {
  private final SimWorld world;
  private final TreeMap<String, Content> shared = new TreeMap<>();

  /** Where the stick is; null while its owner has it. */
  Pi holder;

  Shelf(SimWorld world) {
    this.world = world;
    this.holder = world.pis.get(0);
  }

  /** The seed's files as this host sees them; null if it sees none. */
  TreeMap<String, Content> at(Pi pi) {
    return switch (world.kind) {
      case SHARED, HAND_MADE, SLOW, GROWING, FORGETFUL -> shared;
      case TRAVELLING -> holder == pi ? shared : null;
      case PRIVATE, PRIVATE_UNBORN -> pi.copy;
    };
  }

  /** It is lost, and its owner makes another one with the same inventory and certificates. */
  void forget() {
    shared.clear();
  }

  /** The seed's files that are meant for this host, wherever they are now. */
  TreeMap<String, Content> filesOf(Pi pi) {
    return world.kind.isPrivate() ? pi.copy : shared;
  }
}
