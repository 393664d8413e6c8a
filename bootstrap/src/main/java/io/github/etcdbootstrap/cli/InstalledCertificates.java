package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Seed;
import java.util.List;
import java.util.Optional;

/** What lies in `/etc/etcd`, to be looked at as a seed is. */
record InstalledCertificates(Host host) implements Seed {
  @Override
  public String place() {
    return Layout.ETC.value();
  }

  @Override
  public String nameOf(String file) {
    return Layout.ETC.child(file).value();
  }

  @Override
  public Optional<HostPath> folder() {
    return Optional.of(Layout.ETC);
  }

  @Override
  public boolean writable() {
    return false;
  }

  @Override
  public Optional<Content> read(String name) {
    return host.look(Layout.ETC.child(name)).content();
  }

  @Override
  public List<String> list(String folder) {
    return host.list(Layout.ETC);
  }

  @Override
  public boolean publish(String name, Content content, String author) {
    throw new IllegalStateException("no seed is published in: " + name);
  }

  @Override
  public void put(String name, Content content) {
    throw new IllegalStateException("no seed is written to: " + name);
  }
}
