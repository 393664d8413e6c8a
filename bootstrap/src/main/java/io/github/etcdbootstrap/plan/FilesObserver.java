package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every file that a run may write, or that tells it what to do. */
final class FilesObserver {
  private final Host host;
  private final NodeConfig config;

  FilesObserver(Host host, NodeConfig config) {
    this.host = host;
    this.config = config;
  }

  /**
   * @param also paths to look at that an ordinary run has nothing to do with
   */
  Map<HostPath, FileState> files(List<HostPath> also) {
    HostPath release = Layout.release(config.release().version());
    Stream<HostPath> certificates =
        config.certificates().all().stream()
            .map(Layout.ETC::child)
            .flatMap(path -> Stream.of(path, StagedPair.nextOf(path)));
    Stream<HostPath> programs =
        Release.PROGRAMS.stream()
            .flatMap(p -> Stream.of(Layout.PROGRAMS.child(p), release.child(p)));
    Stream<HostPath> rest =
        Stream.of(
            Layout.CURRENT,
            Layout.APK_PROGRAM,
            Layout.RELEASES,
            release,
            release.child(Layout.SUMS),
            Layout.RUNNER.parent(),
            Layout.RUNNER,
            Layout.ETC,
            Layout.CONF,
            Layout.INIT_SCRIPT,
            Layout.CONF_D,
            Layout.PROFILE,
            Layout.HOSTS,
            Layout.FSTAB,
            Layout.CARD,
            Layout.INSTALL,
            Layout.MARKS,
            Layout.KEPT_SEED,
            Layout.REPLACED,
            Layout.SNAPSHOTS,
            Layout.SEED_SETTING,
            Layout.PRIVATE_SEED,
            Layout.VOTER,
            Layout.REPLACED_UNATTENDED,
            Layout.DATA_DISK,
            Layout.DATA_VERSION,
            Layout.LOGS,
            config.dataDir(),
            Layout.member(config.dataDir()));
    Map<HostPath, FileState> files = new HashMap<>();
    Stream<HostPath> remembered =
        Stream.of(Layout.KEPT_SEED, Layout.PRIVATE_SEED, Layout.MARKS).flatMap(this::in);
    Stream.of(certificates, programs, remembered, rest, also.stream())
        .flatMap(paths -> paths)
        .forEach(path -> files.put(path, host.look(path)));
    return files;
  }

  private Stream<HostPath> in(HostPath folder) {
    return host.list(folder).stream().map(folder::child);
  }

  /** What etcd must be able to read and write, and makes itself. */
  Map<HostPath, Integer> strays() {
    Map<HostPath, Integer> strays = new HashMap<>();
    HostPath member = Layout.member(config.dataDir());
    for (HostPath tree : List.of(member, Layout.MARKS, Layout.LOG, Layout.SERVICE_LOG)) {
      strays.put(tree, host.strays(tree, Layout.ACCOUNT, Layout.ACCOUNT).size());
    }
    return strays;
  }

  List<HostPath> leftovers() {
    return Stream.concat(Layout.WRITTEN_IN.stream(), Stream.of(config.dataDir()))
        .flatMap(folder -> host.leftovers(folder).stream())
        .toList();
  }

  Map<String, Sha256> programs() {
    return host.sums(Layout.release(config.release().version()), Release.PROGRAMS);
  }
}
