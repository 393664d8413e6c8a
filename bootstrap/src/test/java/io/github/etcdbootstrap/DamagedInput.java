package io.github.etcdbootstrap;

import io.github.etcdbootstrap.cli.DamagedCluster;
import io.github.etcdbootstrap.etcd.DamagedPages;
import io.github.etcdbootstrap.host.DamagedHost;
import io.github.etcdbootstrap.model.DamagedFiles;
import io.github.etcdbootstrap.pki.DamagedPem;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.plan.DamagedWorld;
import io.github.etcdbootstrap.seed.DamagedSeed;
import io.github.etcdbootstrap.text.Damaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything that the program reads and did not write in the same run. */
final class DamagedInput {
  private DamagedInput() {}

  /** {@code folder}: an empty one. */
  static List<Damaged> all(Path folder, Certificates.Depth depth) throws IOException {
    String example = Files.readString(Path.of("../conf/cluster.example.yml"));
    String ours = Files.readString(Path.of("../conf/conf.yml.in"));
    String owners = Files.readString(Path.of("../test-fixtures/seeds/owner/conf.yml.in"));
    List<Damaged> all = new ArrayList<>();
    all.addAll(DamagedFiles.all());
    all.addAll(DamagedPages.all(ours, owners));
    all.addAll(DamagedHost.in(Files.createDirectories(folder.resolve("host"))));
    all.addAll(DamagedSeed.in(Files.createDirectories(folder.resolve("seed"))));
    all.addAll(DamagedWorld.all());
    all.addAll(DamagedCluster.all(example, ours));
    all.addAll(DamagedPem.all(depth));
    return all;
  }
}
