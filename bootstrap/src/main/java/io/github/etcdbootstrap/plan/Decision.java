package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.model.Mark;
import java.util.List;
import java.util.Optional;

/** What the table of membership says of this host. */
sealed interface Decision {
  /** Nothing is touched. */
  record Refuse(Refusal refusal) implements Decision {}

  /** The member has its data: it runs, or is started as it is. */
  record Keep() implements Decision {}

  /** The member has left: what is still here of it stops, and its data is kept aside. */
  record StayOut() implements Decision {}

  /**
   * The owner's word: this member goes.
   *
   * @param listed empty where it is out of the cluster already
   * @param ids that it is known to have had
   */
  record Leave(Optional<EtcdId> listed, List<EtcdId> ids) implements Decision {}

  /** A learner that has its data: it votes once it has caught up. */
  record Promote(Cluster.MemberList list, EtcdId id) implements Decision {}

  /** A voter that has its data, and is listed at an address that is not its own any more. */
  record Readdress(Cluster.MemberList list, EtcdId id) implements Decision {}

  /**
   * A cluster whose birth this seed does not have: it is remembered from what is observed.
   *
   * @param known marks that are to be made first, so that nothing of it can begin anew
   * @param how the words for it
   */
  record Remember(Birth birth, List<Mark> known, String how) implements Decision {}

  /** All cards were copied while all members were off: this copy is the member now. */
  record TrustCopy() implements Decision {}

  /**
   * The one start that begins without data.
   *
   * @param drawn the birth is not in the seed yet
   * @param meet no shared seed proves that nobody has started: the founders prove it to each other
   */
  record Found(Birth birth, Founder self, boolean drawn, boolean meet) implements Decision {}

  /** An ID that was added and has not started: it starts from its peers. */
  record StartAdded(Cluster.MemberList list, Mark intended) implements Decision {}

  /**
   * The member has lost its data: its old ID goes.
   *
   * @param addLater others are dead too, so that nobody can be added yet
   */
  record Replace(Cluster.MemberList list, EtcdId old, boolean addLater) implements Decision {}

  /** The cluster does not list this host's member: it is added. */
  record Join(Cluster.MemberList list) implements Decision {}
}
