package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the member will need of its host; asked only where it is not healthy as it is, and about
 * mounts also where something of it is to be written.
 *
 * @param names that peers are told to use, with the addresses that the resolver gives
 * @param listeners on etcd's ports, where no etcd of the service's runs
 * @param mounts that hold the folders in which this program writes
 */
public record Surroundings(
    Map<String, List<IpAddress>> names,
    List<Host.Listener> listeners,
    Map<HostPath, Host.Mount> mounts) {
  static final Surroundings NOT_ASKED = new Surroundings(Map.of(), List.of(), Map.of());

  public Surroundings {
    names = Map.copyOf(names);
    listeners = List.copyOf(listeners);
    mounts = Map.copyOf(mounts);
  }

  /** The mount under what is written at {@code path}; empty where nobody asked. */
  Optional<Host.Mount> mountOf(HostPath path) {
    return mounts.entrySet().stream()
        .filter(folder -> path.isUnder(folder.getKey()))
        .max(Comparator.comparing(folder -> folder.getKey().value().length()))
        .map(Map.Entry::getValue);
  }
}
