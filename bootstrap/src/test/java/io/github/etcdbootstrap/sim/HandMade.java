package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Layout;
import java.time.Duration;
import java.util.stream.Collectors;

/** A cluster as its owner made it: Alpine's init script, `new` in each conf.yml, no guard. */
final class HandMade {
  private HandMade() {}

  static void cluster(SimWorld world) {
    String all =
        world.pis.stream().map(pi -> pi.name() + "=" + pi.url()).collect(Collectors.joining(","));
    for (Pi pi : world.pis) {
      pi.newCard();
      pi.accounts = true;
      pi.runlevels.add(Layout.RUNLEVEL);
      put(pi, Layout.INIT_SCRIPT, "#!/sbin/openrc-run\nsupervisor=supervise-daemon\n");
      put(
          pi,
          Layout.CONF,
          "name: %s\ndata-dir: /var/lib/etcd\ninitial-cluster-state: new\ninitial-cluster-token: x-k3s\ninitial-cluster: %s\n"
              .formatted(pi.name(), all));
      pi.start();
      if (pi.beginning != null) {
        FirstLog.make(pi);
      }
    }
    world.truth.unknownToTheSeed(world.pis.get(0).log().cluster);
    for (int i = 0; i < 6; i++) {
      world.pass(Duration.ofSeconds(6));
    }
  }

  private static void put(Pi pi, HostPath path, String text) {
    pi.files.put(path, FileState.file(Content.of(text), Ownership.root(0644)));
  }
}
