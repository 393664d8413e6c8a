package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeFile;
import java.util.List;

/** What a member's first start rests on: the birth, the marks, an empty folder, one permit. */
public sealed interface StartChange extends Change {
  /**
   * The cluster's birth: whoever is first, all others read what is there.
   *
   * @param how the words for it: drawn, recorded as observed, or put back
   */
  record DrawBirth(String place, Birth birth, String installId, String how) implements StartChange {
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

  /**
   * No seed that all share proves that nobody has started: the founders prove it themselves.
   *
   * @param met the mark to be made once all were there
   */
  record MeetFounders(Birth birth, Mark met, boolean lookOnly) implements StartChange {
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
  record WriteMark(Mark mark, HostPath member, boolean shared) implements StartChange {
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

  /** A mark of what is observed; of any member, whether it runs or not. */
  record RecordMark(Mark mark, boolean shared) implements StartChange {
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

  /** What the card remembers and the shared seed does not yet. */
  record ShareMark(Mark mark) implements StartChange {
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

  /** Data that is not to be started from; never deleted. */
  record MoveDataAside(HostPath member, HostPath aside, boolean holdsData) implements StartChange {
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
   * The configuration of a first start: good for one, gone at the next boot.
   *
   * @param id under which it is to start
   * @param peers that must know that ID first
   * @param joins etcd takes the ID that the peer says that it asks
   */
  record PermitFirstStart(
      NodeFile first, HostPath member, EtcdId id, List<Member> peers, boolean joins)
      implements StartChange {
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

  /** After a first start: the write-ahead log is there, and it is the intended member's. */
  record ConfirmStarted(Mark mark, Member self, HostPath member, HostPath aside, boolean shared)
      implements StartChange {
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
}
