package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data.Elsewhere;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for a write-ahead log in another folder than cluster.yml's: of the etcd that runs, however
 * it was told so, and of the installed conf.yml, which may be the owner's own.
 */
final class ElsewhereObserver {
  private final Host host;
  private final NodeConfig config;

  ElsewhereObserver(Host host, NodeConfig config) {
    this.host = host;
    this.config = config;
  }

  Optional<Elsewhere> observe(Map<HostPath, FileState> files, Host.ServiceState service) {
    return service.pids().stream()
        .flatMap(pid -> running(pid).stream())
        .findFirst()
        .or(() -> files.get(Layout.CONF).content().flatMap(this::named));
  }

  private Optional<Elsewhere> running(long pid) {
    String evidence = "etcd (PID %d), which runs here, has it open".formatted(pid);
    return host.openLog(pid).filter(this::isElsewhere).map(log -> at(log, evidence));
  }

  /** A data folder, where the log lies in it as etcd makes it. */
  private static Elsewhere at(HostPath log, String evidence) {
    HostPath folder = log.parent().parent();
    return Layout.wal(folder).equals(log)
        ? new Elsewhere(folder, false, evidence)
        : new Elsewhere(log, true, evidence);
  }

  private Optional<Elsewhere> named(Content conf) {
    try {
      YamlFields fields =
          new YamlFields("conf.yml", YamlReader.readMapping("conf.yml", conf.text()));
      return Stream.of(
              fields.written("wal-dir").flatMap(this::path), path(dataDir(fields)).map(Layout::wal))
          .flatMap(Optional::stream)
          .filter(log -> isElsewhere(log) && holdsLog(log))
          .findFirst()
          .map(log -> at(log, Layout.CONF + " names it"));
    } catch (BadInput e) {
      return Optional.empty();
    }
  }

  /** etcd's own default, where it is not said (server/embed/config.go). */
  private static String dataDir(YamlFields fields) {
    return fields
        .written("data-dir")
        .orElseGet(() -> fields.written("name").orElse("default") + ".etcd");
  }

  /** OpenRC starts etcd in `/`: from there a relative path leads on. */
  private Optional<HostPath> path(String text) {
    String root = config.root() + "/";
    String here = text.startsWith(root) ? text.substring(root.length()) : text;
    return DataObserver.path(("/" + here).replaceAll("(/\\.?)+(?=/|$)", ""));
  }

  private boolean isElsewhere(HostPath log) {
    return !host.real(log).equals(host.real(Layout.wal(config.dataDir())));
  }

  private boolean holdsLog(HostPath log) {
    return host.list(log).stream().anyMatch(Layout::isLog);
  }
}
