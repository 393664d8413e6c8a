package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Release;
import java.util.List;
import java.util.Locale;

/** All that the program is able to do to a machine or a cluster. */
public sealed interface Change {
  /** Whether the plan still holds after a change. */
  enum Outcome {
    DONE,
    /** Done; what follows rests on what it brought: observe again. */
    DONE_LOOK_AGAIN,
    /** The world is not as it was when this was planned: nothing was done, observe again. */
    LOOK_AGAIN
  }

  /** Makes the change; atomic, or safe to repeat. */
  Outcome apply(World world);

  /** Whether it leaves something behind that the next look must find. */
  default boolean leavesTrace() {
    return true;
  }

  /** One line in words; never a key's content. */
  String describe();

  /** The path or name that is changed. */
  String target();

  /** The change's kind as `plan --json` shows it: `write-file`. */
  default String kind() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** etcd's release, verified and installed in a folder of its own version. */
  record InstallRelease(Release release, HostPath folder) implements Change {
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
  record SwitchLink(HostPath path, String to) implements Change {
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

  /** A system group. */
  record AddGroup(String group) implements Change {
    @Override
    public Outcome apply(World world) {
      world.host().addGroup(group);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "add group " + group;
    }

    @Override
    public String target() {
      return group;
    }
  }

  /** A system user, without a home or a shell. */
  record AddUser(String user, String group) implements Change {
    @Override
    public Outcome apply(World world) {
      world.host().addUser(user, group);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "add user " + user + " to group " + group;
    }

    @Override
    public String target() {
      return user;
    }
  }

  /** A folder with its owner and mode. */
  record MakeFolder(HostPath path, Ownership ownership) implements Change {
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
  record WriteFile(NodeFile file, String how) implements Change {
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

  /** Owner and mode of what is there. */
  record SetOwnership(HostPath path, Ownership was, Ownership ownership) implements Change {
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
  record GiveToEtcd(HostPath tree, int strays) implements Change {
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
  record RemoveLeftover(HostPath path) implements Change {
    @Override
    public Outcome apply(World world) {
      world.host().removeLeftover(path);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "remove " + path + ", left by a run that was cut";
    }

    @Override
    public String target() {
      return path.value();
    }
  }

  /** A copy of somebody else's file, before it gives way. */
  record KeepReplaced(HostPath path, HostPath kept) implements Change {
    @Override
    public Outcome apply(World world) {
      world.host().folder(Layout.REPLACED, Ownership.root(0700));
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

  /** The service's link in the default runlevel. */
  record EnableService(String service) implements Change {
    @Override
    public Outcome apply(World world) {
      world.host().enable(service);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "add " + service + " to the runlevel default";
    }

    @Override
    public String target() {
      return service;
    }
  }

  /** The service's link in a runlevel that is not the one for it. */
  record DisableService(String service, String runlevel) implements Change {
    @Override
    public Outcome apply(World world) {
      world.host().disable(service, runlevel);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "take " + service + " out of the runlevel " + runlevel;
    }

    @Override
    public String target() {
      return service;
    }
  }

  /**
   * The cluster's birth: whoever is first, all others read what is there.
   *
   * @param how the words for it: drawn, recorded as observed, or put back
   */
  record DrawBirth(String place, Birth birth, String installId, String how) implements Change {
    @Override
    public Outcome apply(World world) {
      boolean ours = world.seed().publish(Birth.FILE, birth.toContent(), installId);
      return ours ? Outcome.DONE : Outcome.LOOK_AGAIN;
    }

    @Override
    public String describe() {
      return how + ", in " + place;
    }

    @Override
    public String target() {
      return place;
    }
  }

  /** Stops the service and sees that nothing of it is left. */
  record StopService(String service, String why) implements Change {
    @Override
    public Outcome apply(World world) {
      world.host().stop(service);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "stop " + service + ": " + why;
    }

    @Override
    public String target() {
      return service;
    }
  }

  /** Data that is not to be started from; never deleted. */
  record MoveDataAside(HostPath member, HostPath aside, boolean holdsData) implements Change {
    @Override
    public Outcome apply(World world) {
      if (FirstStart.isRunning(world) || FirstStart.hasWal(world, member) != holdsData) {
        return Outcome.LOOK_AGAIN;
      }
      world.host().move(member, aside);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "move " + member + " aside to " + aside;
    }

    @Override
    public String target() {
      return member.value();
    }
  }

  /**
   * No seed that all share proves that nobody has started: the founders prove it themselves.
   *
   * @param met the mark to be made once all were there
   */
  record MeetFounders(Birth birth, Mark met, boolean lookOnly) implements Change {
    /** To its end: all have met. */
    MeetFounders(Birth birth, Mark met) {
      this(birth, met, false);
    }

    @Override
    public boolean leavesTrace() {
      return !lookOnly;
    }

    @Override
    public Outcome apply(World world) {
      if (FirstStart.isRunning(world)) {
        return Outcome.LOOK_AGAIN;
      }
      return Meet.run(world, this);
    }

    List<String> others() {
      return birth.founders().stream()
          .filter(f -> !met.isOf(f.id()))
          .map(f -> f.name().value())
          .toList();
    }

    @Override
    public String describe() {
      return others().isEmpty()
          ? "mark " + met.name() + " met: it is the only founder"
          : (lookOnly
                  ? "wait for the other founders, %s, to be there and unstarted"
                  : "meet the other founders, %s, and mark that none of them has started")
              .formatted(String.join(", ", others()));
    }

    @Override
    public String target() {
      return met.name();
    }
  }

  /** A mark on the card, and before that in the seed if it is shared. */
  record WriteMark(Mark mark, HostPath member, boolean shared) implements Change {
    @Override
    public Outcome apply(World world) {
      if (FirstStart.isRunning(world) || FirstStart.hasWal(world, member)) {
        return Outcome.LOOK_AGAIN;
      }
      Marks.write(world, mark, shared);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "mark " + mark.name() + " " + mark.state() + (shared ? ", in the seed too" : "");
    }

    @Override
    public String target() {
      return mark.name();
    }
  }

  /**
   * The configuration of a first start: good for one, gone at the next boot.
   *
   * @param id under which it is to start
   * @param peers that must know that ID first: etcd takes what the peer says that it asks
   */
  record PermitFirstStart(NodeFile first, HostPath member, EtcdId id, List<Member> peers)
      implements Change {
    @Override
    public Outcome apply(World world) {
      if (FirstStart.isRunning(world)
          || FirstStart.hasWal(world, member)
          || !FirstStart.peersKnow(world, this)) {
        return Outcome.LOOK_AGAIN;
      }
      FirstStart.permit(world, first);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "permit one first start: " + first.path();
    }

    @Override
    public String target() {
      return first.path().value();
    }
  }

  /** Starts the service. */
  record StartService(String service) implements Change {
    @Override
    public Outcome apply(World world) {
      world.host().start(service);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "start " + service;
    }

    @Override
    public String target() {
      return service;
    }
  }

  /**
   * Stops the service and starts it again, once that cannot cost the cluster its quorum.
   *
   * @param member whose etcd it is
   * @param members of the inventory
   * @param why what the running etcd lacks
   */
  record RestartService(
      String service, Turn.Holder member, int members, boolean unattended, String why)
      implements Change {
    @Override
    public Outcome apply(World world) {
      Restart.run(world, this);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "restart %s: %s%s".formatted(service, why, price());
    }

    /** A majority of one or two is all of them. */
    private String price() {
      return switch (members) {
        case 1 -> "; the only member, so the cluster is down meanwhile";
        case 2 -> "; one of two members, so the cluster is down meanwhile";
        default -> "";
      };
    }

    @Override
    public String target() {
      return service;
    }
  }

  /** After a first start: the write-ahead log is there, and it is the intended member's. */
  record ConfirmStarted(Mark mark, Member self, HostPath member, HostPath aside, boolean shared)
      implements Change {
    @Override
    public Outcome apply(World world) {
      return FirstStart.confirm(world, this);
    }

    @Override
    public String describe() {
      return "mark " + mark.name() + " " + mark.state() + (shared ? ", in the seed too" : "");
    }

    @Override
    public String target() {
      return mark.name();
    }
  }

  /**
   * The copy of the seed on the card, made or renewed.
   *
   * @param files those that differ; where several do, cluster.yml too, without which no copy serves
   * @param gone what the seed has no more
   */
  record KeepSeed(List<NodeFile> files, List<HostPath> gone) implements Change {
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
      return Layout.KEPT_SEED.value();
    }
  }

  /** What the card remembers and the shared seed does not yet. */
  record ShareMark(Mark mark) implements Change {
    @Override
    public Outcome apply(World world) {
      Marks.share(world, mark);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "copy the mark " + mark.fileName() + " to the seed";
    }

    @Override
    public String target() {
      return mark.fileName();
    }
  }

  /** The lock, and the other members asked twice whether they bear what follows. */
  record Prove(Turn.Holder holder, EtcdId self, Cluster.MemberList list, Proving proving)
      implements Change {
    @Override
    public Outcome apply(World world) {
      return proving.run(world, this);
    }

    @Override
    public boolean leavesTrace() {
      return false;
    }

    @Override
    public String describe() {
      return "make sure, twice, that " + proving.words();
    }

    @Override
    public String target() {
      return holder.name().value();
    }
  }

  /** The cluster's database, kept on the card; without room it is done without. */
  record TakeSnapshot(HostPath file, long bytes) implements Change {
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

  /** The own ID out of the cluster: what was lost under it must never come back under it. */
  record RemoveMember(Turn.Holder holder, EtcdId id, Cluster.MemberList list, String why)
      implements Change {
    @Override
    public Outcome apply(World world) {
      return Members.remove(world, this);
    }

    @Override
    public String describe() {
      return "remove member %s (%s) from the cluster: %s".formatted(id, holder.name(), why);
    }

    @Override
    public String target() {
      return holder.name().value();
    }
  }

  /** A new ID for this host, which does not vote yet, and its mark. */
  record AddLearner(
      Turn.Holder holder,
      String peerUrl,
      Cluster.MemberList list,
      Mark.Details details,
      HostPath member,
      boolean shared)
      implements Change {
    @Override
    public Outcome apply(World world) {
      return Members.add(world, this);
    }

    @Override
    public String describe() {
      return "add %s to the cluster as a learner (%s), mark its new ID intended, start it from its"
              .formatted(holder.name(), peerUrl)
          + " peers, and promote it once it has caught up";
    }

    @Override
    public String target() {
      return holder.name().value();
    }
  }

  /** A learner that has caught up votes from now on. */
  record PromoteMember(Turn.Holder holder, EtcdId id, Cluster.MemberList list) implements Change {
    @Override
    public Outcome apply(World world) {
      return Members.promote(world, this);
    }

    @Override
    public String describe() {
      return "promote %s (%s) once it has caught up".formatted(holder.name(), id);
    }

    @Override
    public String target() {
      return holder.name().value();
    }
  }

  /** A voter's new address, told to the cluster. */
  record ChangePeerUrl(Turn.Holder holder, EtcdId id, String peerUrl, Cluster.MemberList list)
      implements Change {
    @Override
    public Outcome apply(World world) {
      return Members.readdress(world, this);
    }

    @Override
    public String describe() {
      return "tell the cluster that %s (%s) is now at %s".formatted(holder.name(), id, peerUrl);
    }

    @Override
    public String target() {
      return holder.name().value();
    }
  }

  /** What a leaving member waits for, so that its removal is known to all and on their disks. */
  record AwaitRemoval(Turn.Holder holder, EtcdId id, List<Member> voters) implements Change {
    @Override
    public Outcome apply(World world) {
      Members.awaitRemoval(world, this);
      return Outcome.DONE;
    }

    @Override
    public boolean leavesTrace() {
      return false;
    }

    @Override
    public String describe() {
      return "wait until every other member knows that %s (%s) is gone"
          .formatted(holder.name(), id);
    }

    @Override
    public String target() {
      return holder.name().value();
    }
  }

  /** A mark of what is observed; of any member, whether it runs or not. */
  record RecordMark(Mark mark, boolean shared) implements Change {
    @Override
    public Outcome apply(World world) {
      Marks.write(world, mark, shared);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "record that %s (%s) has %s%s"
          .formatted(
              mark.name(),
              mark.id().orElseThrow(),
              mark.state(),
              shared ? ", in the seed too" : "");
    }

    @Override
    public String target() {
      return mark.fileName();
    }
  }

  /** On which disk this data lies from now on. */
  record NoteDisk(NodeFile file, String why) implements Change {
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

  /** What the cluster remembers of replacements that nobody watched; a person's run clears it. */
  record RememberUnattended(Turn.Holder holder, boolean unattended) implements Change {
    @Override
    public Outcome apply(World world) {
      Members.remember(world, this);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return unattended
          ? "remember in the cluster that %s is replaced while nobody watches"
              .formatted(holder.name())
          : "forget that %s was replaced while nobody watched".formatted(holder.name());
    }

    @Override
    public String target() {
      return holder.name().value();
    }
  }
}
