package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** On which file system and disks a path lies. */
final class Mounts {
  private final Root root;
  private final Path mountinfo;
  private final Disks disks;

  Mounts(Root root, Path mountinfo, Disks disks) {
    this.root = root;
    this.mountinfo = mountinfo;
    this.disks = disks;
  }

  Host.Mount of(HostPath path) {
    Path real = root.nearest(path);
    MountTable table = MountTable.read(mountinfo);
    MountTable.Line line =
        table
            .of(root.pathOf(real))
            .orElseThrow(
                () ->
                    new HostFailure(
                        mountinfo + " names no mount that holds " + path, "see `mount`"));
    Map<String, Optional<Path>> under = disks.under(line, table);
    Disks.Serial serial = disks.serial(under);
    return new Host.Mount(
        line.point(),
        line.type(),
        line.writable(),
        under.keySet(),
        serial.value(),
        serial.file(),
        real.toFile().getUsableSpace());
  }
}
