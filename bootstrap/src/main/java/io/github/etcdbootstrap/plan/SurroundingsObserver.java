package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.NodeConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at what the member will need of its host. */
final class SurroundingsObserver {
  private final Host host;
  private final NodeConfig config;

  SurroundingsObserver(Host host, NodeConfig config) {
    this.host = host;
    this.config = config;
  }

  Surroundings observe(Host.ServiceState service) {
    boolean runs = !service.pids().isEmpty();
    return new Surroundings(
        names(), runs ? List.of() : host.listeners(Ports.of(config.endpoints())), mounts());
  }

  /** Peers are told names only when there is a domain; a managed hosts file will know them. */
  private Map<String, List<IpAddress>> names() {
    Map<String, List<IpAddress>> names = new HashMap<>();
    if (config.spec().domain().isPresent() && !config.spec().manageHosts()) {
      config.members().stream()
          .map(m -> config.spec().fullName(m.name()))
          .forEach(name -> names.put(name, host.resolve(name)));
    }
    return names;
  }

  Map<HostPath, Host.Mount> mounts() {
    Map<HostPath, Host.Mount> mounts = new HashMap<>();
    for (HostPath folder : Room.folders(config)) {
      mounts.put(folder, host.mount(folder));
    }
    return mounts;
  }
}
