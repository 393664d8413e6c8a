package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Release;
import java.util.List;

/** What lies on the machine: the release, folders, files, copies of what is to be kept. */
public sealed interface FileChange extends Change {
  /** etcd's release, verified and installed in a folder of its own version. */
  record InstallRelease(Release release, HostPath folder) implements FileChange {
    @Override
    public Outcome apply(World world) {
      return ReleaseInstall.run(world, release, folder);
    }

    @Override
    public String describe() {
      return "install etcd %s for %s in %s"
          .formatted(release.version(), release.architecture(), folder);
    }

    @Override
    public String target() {
      return folder.value();
    }
  }

  /** A link, made or switched by one rename. */
  record SwitchLink(HostPath path, String to) implements FileChange {
    @Override
    public Outcome apply(World world) {
      world.host().link(path, to);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "link " + path + " → " + to;
    }

    @Override
    public String target() {
      return path.value();
    }
  }

  /** A folder with its owner and mode. */
  record MakeFolder(HostPath path, Ownership ownership) implements FileChange {
    @Override
    public Outcome apply(World world) {
      world.host().folder(path, ownership);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "make folder " + path + " (" + ownership + ")";
    }

    @Override
    public String target() {
      return path.value();
    }
  }

  /**
   * A small file, written or replaced whole.
   *
   * @param how the words for it: "write …" or "replace …: what differs"
   */
  record WriteFile(NodeFile file, String how) implements FileChange {
    @Override
    public Outcome apply(World world) {
      world.host().write(file);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return how;
    }

    @Override
    public String target() {
      return file.path().value();
    }
  }

  /** A certificate and its key, which a power cut at any moment leaves matching. */
  record ReplacePair(NodeFile certificate, NodeFile key) implements FileChange {
    @Override
    public Outcome apply(World world) {
      StagedPair.replace(world.host(), certificate, key);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "replace " + certificate.path() + " and its key";
    }

    @Override
    public String target() {
      return certificate.path().value();
    }
  }

  /** Owner and mode of what is there. */
  record SetOwnership(HostPath path, Ownership was, Ownership ownership) implements FileChange {
    @Override
    public Outcome apply(World world) {
      world.host().own(path, ownership);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "set " + path + ": " + was + " → " + ownership;
    }

    @Override
    public String target() {
      return path.value();
    }
  }

  /** All that lies at or under a path, given to etcd; modes stay. */
  record GiveToEtcd(HostPath tree, int strays) implements FileChange {
    @Override
    public Outcome apply(World world) {
      world.host().give(tree, Layout.ACCOUNT, Layout.ACCOUNT);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "give %s to %s:%s: %s not theirs"
          .formatted(
              tree,
              Layout.ACCOUNT,
              Layout.ACCOUNT,
              strays == 1 ? "1 file is" : strays + " files are");
    }

    @Override
    public String target() {
      return tree.value();
    }
  }

  /** What a run that was cut left behind. */
  record RemoveLeftover(HostPath path) implements FileChange {
    @Override
    public Outcome apply(World world) {
      world.host().removeLeftover(path);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "remove " + path + ", left by an interrupted run";
    }

    @Override
    public String target() {
      return path.value();
    }
  }

  /** A copy of somebody else's file or link, before it gives way. */
  record KeepReplaced(HostPath path, HostPath kept) implements FileChange {
    @Override
    public Outcome apply(World world) {
      world.host().folder(Layout.REPLACED, Desired.FOR_ROOT_ALONE);
      world.host().copy(path, kept);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "keep a copy of " + path + ", which is not ours, at " + kept;
    }

    @Override
    public String target() {
      return path.value();
    }
  }

  /**
   * A copy of the seed on the card, made or renewed.
   *
   * @param files those that differ; where several do, cluster.yml too, without which no copy serves
   * @param gone what the seed has no more
   */
  record KeepSeed(HostPath folder, List<NodeFile> files, List<HostPath> gone)
      implements FileChange {
    @Override
    public Outcome apply(World world) {
      KeptCopy.renew(world.host(), this);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return KeptCopy.words(this);
    }

    @Override
    public String target() {
      return folder.value();
    }
  }

  /**
   * The cluster's database, kept on the card; without room it is done without.
   *
   * @param bytes of the largest member's database
   */
  record TakeSnapshot(HostPath file, long bytes) implements FileChange {
    @Override
    public Outcome apply(World world) {
      Snapshots.take(world, this);
      return Outcome.DONE;
    }

    @Override
    public boolean leavesTrace() {
      return false;
    }

    @Override
    public String describe() {
      return "keep a snapshot of the cluster at " + file;
    }

    @Override
    public String target() {
      return file.value();
    }
  }

  /** On which disk this data lies from now on. */
  record NoteDisk(NodeFile file, String why) implements FileChange {
    static NoteDisk of(Facts facts, String why) {
      Host.Mount mount = facts.data().mount();
      Content content = Content.of(mount.serial() + "\n" + mount.serialFile() + "\n");
      return new NoteDisk(new NodeFile(Layout.DATA_DISK, content, Marks.OWNERSHIP), why);
    }

    @Override
    public Outcome apply(World world) {
      world.host().write(file);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "note on which disk the data lies: " + why;
    }

    @Override
    public String target() {
      return file.path().value();
    }
  }
}
