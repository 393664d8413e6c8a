package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Host;
import java.nio.file.Path;

/** On which of this machine's file systems an image lies, named as the image's machine does. */
final class ImageMounts {
  private static final HostPath TOP = HostPath.of("/");

  private final Root thisMachine;
  private final Mounts mounts;

  private ImageMounts(Root thisMachine, Mounts mounts) {
    this.thisMachine = thisMachine;
    this.mounts = mounts;
  }

  static ImageMounts of(Root thisMachine) {
    Path mountinfo = Path.of("/proc/self/mountinfo");
    return new ImageMounts(
        thisMachine, new Mounts(thisMachine, mountinfo, new Disks(thisMachine, Path.of("/sys"))));
  }

  /** A disk's serial is said to be unknown: the card may lie in another reader by then. */
  Host.Mount of(Root image, HostPath path) {
    HostPath top = thisMachine.pathOf(image.nearest(TOP));
    Host.Mount mount = mounts.of(thisMachine.pathOf(image.nearest(path)));
    String point = mount.point().value();
    boolean within = mount.point().isUnder(top) && !mount.point().equals(top);
    return new Host.Mount(
        within ? HostPath.of(point.substring(top.value().length())) : TOP,
        mount.type(),
        mount.writable(),
        mount.disks(),
        "unknown",
        "unknown",
        mount.freeBytes());
  }
}
