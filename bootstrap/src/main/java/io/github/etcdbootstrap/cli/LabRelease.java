package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.etcd.ReleaseDownload;
import io.github.etcdbootstrap.host.LabFolder;
import io.github.etcdbootstrap.host.LabHost;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Staging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The release that hosts of a lab lack: downloaded once, into the seed that all of them share. */
final class LabRelease {
  private final LabFolder folder;
  private final ReleaseDownload download;

  LabRelease(LabFolder folder, ReleaseDownload download) {
    this.folder = folder;
    this.download = download;
  }

  /** Each host verifies for itself what it takes from there. */
  void fetch(Release release, List<LabHost> hosts) {
    String tarball = release.name() + ".tar.gz";
    if (hosts.stream().allMatch(host -> has(host, release)) || folder.hasRelease(tarball)) {
      return;
    }
    try (Staging staging = folder.stageRelease(tarball)) {
      download.fetch(
          release,
          staging,
          "check the network; or, with the file at hand, start: lab --dir %s --etcd %s"
              .formatted(folder.place(), tarball));
      staging.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean has(LabHost host, Release release) {
    return !host.list(Layout.RELEASES.child("v" + release.version())).isEmpty();
  }
}
