package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which etcd may have written the data. The card knows of those that etcd-run started; of any
 * other, a cluster's that was made by hand or another package's, only that etcd itself and its log
 * know.
 */
final class WriterObserver {
  private final World world;
  private final NodeConfig config;
  private final Map<HostPath, FileState> files;

  WriterObserver(World world, NodeConfig config, Map<HostPath, FileState> files) {
    this.world = world;
    this.config = config;
    this.files = files;
  }

  /**
   * The newest of them.
   *
   * @param guarded whether the etcd that runs was started by etcd-run, which has noted its version
   */
  Optional<WrittenBy> observe(Host.ServiceState service, boolean guarded) {
    List<WrittenBy> known = new ArrayList<>();
    noted().ifPresent(known::add);
    installed().ifPresent(known::add);
    if (!guarded) {
      boolean runs = !service.pids().isEmpty();
      (runs ? running() : Optional.<WrittenBy>empty()).or(this::logged).ifPresent(known::add);
    }
    return known.stream().max(WrittenBy.ORDER);
  }

  private Optional<WrittenBy> noted() {
    return files
        .get(Layout.DATA_VERSION)
        .content()
        .map(Content::text)
        .flatMap(VersionRule::parse)
        .map(version -> new WrittenBy(version, Layout.DATA_VERSION + " says so"));
  }

  /** It may have begun to write at any respawn. */
  private Optional<WrittenBy> installed() {
    return files
        .get(Layout.CURRENT)
        .target()
        .flatMap(VersionRule::parse)
        .map(version -> new WrittenBy(version, Layout.CURRENT + " names it"));
  }

  private Optional<WrittenBy> running() {
    return world
        .cluster()
        .ownVersion()
        .map(version -> new WrittenBy(version, "the etcd that runs here says so"));
  }

  private Optional<WrittenBy> logged() {
    return EtcdLog.lastVersion(world.host())
        .map(version -> new WrittenBy(version, Layout.LOG + " says so of its last start"));
  }
}
