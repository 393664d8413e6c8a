package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.text.Shown;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the data folder from outside, without disturbing what holds it. */
final class DataObserver {
  private final Host host;
  private final NodeConfig config;
  private final Map<HostPath, FileState> files;
  private final Host.ServiceState service;
  private final Optional<WrittenBy> writer;
  private final Host.Mount mount;
  private Optional<Host.Wal> wal = Optional.empty();
  private Optional<EtcdLog> said = Optional.empty();

  /**
   * @param writer of data, should there be any
   */
  DataObserver(
      Host host,
      NodeConfig config,
      Map<HostPath, FileState> files,
      Host.ServiceState service,
      Optional<WrittenBy> writer) {
    this.host = host;
    this.config = config;
    this.files = files;
    this.service = service;
    this.writer = writer;
    this.mount = host.mount(config.dataDir());
  }

  Data observe(
      Facts.SeedFacts seed,
      Facts.Card card,
      Cluster.OwnHealth health,
      Optional<Facts.Peers> peers) {
    boolean hasWal = hasWal();
    Optional<String> otherDisk = otherDisk();
    List<Host.Process> holders = host.holders(Layout.member(config.dataDir()));
    List<Host.Process> strangers = strangers(holders);
    DataOwner.Verdict owner =
        hasWal
            ? new DataOwner(config, seed, card)
                .of(wal(holders), new DataOwner.Etcd(health, peers), otherDisk.isPresent())
                .unlessCorrupt(() -> health.healthy() ? Optional.empty() : lastWords())
            : DataOwner.Verdict.NONE;
    return new Data(
        mount,
        hasWal,
        !files.get(Layout.member(config.dataDir())).is(FileState.Kind.ABSENT),
        owner.kind(),
        owner.id(),
        owner.cluster(),
        owner.damage(),
        missingMount(),
        otherDisk,
        strangers,
        new ElsewhereObserver(host, config).observe(files, service),
        asides(),
        writer.filter(w -> hasWal));
  }

  /** Only of data that nobody has open; a start that was refused only waits. */
  private Optional<Host.Wal> wal(List<Host.Process> holders) {
    if (!holders.isEmpty()) {
      return Optional.empty();
    } else if (wal.isEmpty()) {
      wal = host.wal(Layout.wal(config.dataDir()));
    }
    return wal;
  }

  /** Why etcd itself did not go on with this data. */
  private Optional<String> lastWords() {
    if (said.isEmpty()) {
      said = Optional.of(EtcdLog.of(host));
    }
    return said.get().corrupt();
  }

  private List<HostPath> asides() {
    HostPath folder = Layout.aside(config.dataDir());
    return host.list(folder).stream().map(folder::child).toList();
  }

  private boolean hasWal() {
    return host.list(Layout.wal(config.dataDir())).stream().anyMatch(Layout::isLog);
  }

  /** The serial of the disk on which the data was begun, where that is not the one found now. */
  private Optional<String> otherDisk() {
    return files
        .get(Layout.DATA_DISK)
        .content()
        .map(c -> c.text().lines().findFirst().orElse("").strip())
        .filter(begun -> !Install.isSameDisk(begun, mount.serial()))
        .map(Shown::text);
  }

  /** A mount point of fstab at or above the data folder that is not the one it lies on. */
  private Optional<HostPath> missingMount() {
    String fstab = files.get(Layout.FSTAB).content().map(Content::text).orElse("");
    return fstab
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(f -> f.length > 2 && !f[0].startsWith("#") && f[1].matches("/.+[^/]"))
        .flatMap(f -> path(f[1]).stream())
        .filter(config.dataDir()::isUnder)
        .max(Comparator.comparing(p -> p.value().length()))
        .filter(deepest -> !mount.point().isUnder(deepest));
  }

  private List<Host.Process> strangers(List<Host.Process> holders) {
    List<Host.Process> others = others(holders, service);
    // The service may have started its program since it was looked at.
    return others.isEmpty() ? others : others(others, host.service(Layout.SERVICE));
  }

  private static List<Host.Process> others(List<Host.Process> holders, Host.ServiceState service) {
    return holders.stream().filter(p -> !service.pids().contains(p.pid())).toList();
  }

  static Optional<HostPath> path(String text) {
    try {
      return Optional.of(HostPath.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
