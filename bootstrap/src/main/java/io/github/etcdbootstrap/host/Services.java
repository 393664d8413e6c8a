package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.plan.Host.ServiceState;

/** What starts a host's programs, and keeps them running. */
interface Services {
  ServiceState state(String service);

  boolean runs(String service);

  void enable(String service);

  void disable(String service, String runlevel);

  void start(String service);

  void stop(String service);
}
