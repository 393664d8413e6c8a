package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Member;
import java.time.Duration;
import java.util.List;

/** What is asked of the cluster, one member at a time. */
public sealed interface MemberChange extends Change {
  /** For whom the turn is taken. */
  Turn.Holder holder();

  @Override
  default String target() {
    return holder().name().value();
  }

  /**
   * The lock, and the other members asked once more whether they bear what follows.
   *
   * @param first when they were asked before, and did
   */
  record Prove(
      Turn.Holder holder, EtcdId self, Cluster.MemberList list, Duration first, Proving proving)
      implements MemberChange {
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
      return "make sure once more that " + proving.words();
    }
  }

  /**
   * The own ID out of the cluster: what was lost under it must never come back under it.
   *
   * @param list that was decided on: another one is looked at anew
   * @param why in words
   */
  record RemoveMember(Turn.Holder holder, EtcdId id, Cluster.MemberList list, String why)
      implements MemberChange {
    @Override
    public Outcome apply(World world) {
      return Members.remove(world, this);
    }

    @Override
    public String describe() {
      return "remove member %s (%s) from the cluster: %s".formatted(id, holder.name(), why);
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
      implements MemberChange {
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
  }

  /** A learner that has caught up votes from now on. */
  record PromoteMember(Turn.Holder holder, EtcdId id, Cluster.MemberList list)
      implements MemberChange {
    @Override
    public Outcome apply(World world) {
      return Members.promote(world, this);
    }

    @Override
    public String describe() {
      return "promote %s (%s) once it has caught up".formatted(holder.name(), id);
    }
  }

  /** A voter's new address, told to the cluster. */
  record ChangePeerUrl(Turn.Holder holder, EtcdId id, String peerUrl, Cluster.MemberList list)
      implements MemberChange {
    @Override
    public Outcome apply(World world) {
      return Members.readdress(world, this);
    }

    @Override
    public String describe() {
      return "tell the cluster that %s (%s) is now at %s".formatted(holder.name(), id, peerUrl);
    }
  }

  /** What a leaving member waits for, so that its removal is known to all and on their disks. */
  record AwaitRemoval(Turn.Holder holder, EtcdId id, List<Member> voters) implements MemberChange {
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
  }

  /** What the cluster remembers of replacements that nobody watched; a person's run clears it. */
  record RememberUnattended(Turn.Holder holder, boolean unattended) implements MemberChange {
    @Override
    public Outcome apply(World world) {
      Members.remember(world, this);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return unattended
          ? "remember in the cluster that %s is replaced by an unattended run"
              .formatted(holder.name())
          : "forget that %s was replaced by an unattended run".formatted(holder.name());
    }
  }
}
