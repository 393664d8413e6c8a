package io.github.etcdbootstrap.hosts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The disks of a cluster's hosts as they were when this was made, as often as they are wanted. */
final class KeptDisks {
  private static final Duration COPYING = Duration.ofMinutes(5);

  private final TestCluster cluster;
  private final Path kept = Folder.temporary("disks");

  KeptDisks(TestCluster cluster) {
    this.cluster = cluster;
    cluster.hosts.powerCut(cluster.all());
    for (int host : cluster.all()) {
      copy(cluster.hosts.disk(host), of(host));
    }
    cluster.hosts.boot(cluster.all());
  }

  /** With a seed that knows of no cluster. */
  void restore() {
    cluster.hosts.powerCut(cluster.all());
    for (int host : cluster.all()) {
      Path disk = cluster.hosts.disk(host);
      run("find", disk.toString(), "-mindepth", "1", "-delete");
      copy(of(host), disk);
    }
    cluster.seed.forget();
    cluster.hosts.boot(cluster.all());
    cluster.awaitHealthy(cluster.all());
  }

  private Path of(int host) {
    return kept.resolve(TestHosts.name(host));
  }

  private static void copy(Path from, Path to) {
    run("mkdir", "-p", to.toString());
    run("cp", "-a", "--reflink=auto", from + "/.", to.toString());
  }

  private static void run(String... command) {
    LocalCommand.run(Map.of(), COPYING, List.of(command)).expect(0);
  }
}
