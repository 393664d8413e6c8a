package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.plan.Case.Born;
import io.github.etcdbootstrap.plan.Case.Order;
import io.github.etcdbootstrap.plan.Case.Remembered;
import io.github.etcdbootstrap.plan.Case.Rest;
import io.github.etcdbootstrap.plan.Case.Said;
import io.github.etcdbootstrap.plan.Case.Subject;
import io.github.etcdbootstrap.plan.Case.Writer;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The page on membership, read a second time: what it allows for a {@link Case}. Written from the
 * page alone and from the case alone, so that it shares no thought with the planner.
 */
record Page(Case seen) {
  /** What a row comes to. */
  enum Answer {
    REFUSES,
    STAYS_OUT,
    KEEPS,
    PROMOTES,
    READDRESSES,
    /** Take-over and put-back. */
    REMEMBERS,
    TRUSTS_THE_COPY,
    FOUNDS,
    DRAWS_THE_BIRTH,
    STARTS_THE_ADDED,
    REPLACES,
    /** Others are dead too: its ID goes, and none comes yet. */
    ONLY_REMOVES,
    JOINS
  }

  /** The first row that fits. */
  Answer answer() {
    if (isHeldByAStranger() || isForeign()) {
      return Answer.REFUSES;
    } else if (hasLeft() && seen.order() != Order.REJOIN) {
      return mustStayAsItIs() ? Answer.REFUSES : Answer.STAYS_OUT;
    }
    return switch (seen.data()) {
      case VALID -> seen.born().now() ? valid() : seen.born().none() ? made() : Answer.REFUSES;
      case NONE, EARLIER -> isFirstStart() ? first() : lost();
      case COPY -> isTrusted() ? Answer.TRUSTS_THE_COPY : lost();
      case CORRUPT -> lost();
      case FOREIGN, UNKNOWN -> Answer.REFUSES;
    };
  }

  /** Row 1: something answers for this host, and its service does not run. */
  boolean isHeldByAStranger() {
    return !seen.running() && seen.pages().get(0) != Said.NOTHING;
  }

  /** Row 3; what this host's own etcd runs is never only reported. */
  boolean isForeign() {
    boolean foreignPage = seen.pages().stream().anyMatch(this::isForeign);
    return seen.born().now()
        && (seen.data() == Data.Kind.FOREIGN
            || foreignPage && !quorum()
            || isForeign(seen.pages().get(0)));
  }

  private boolean isForeign(Said page) {
    return page == Said.FOREIGN || page == Said.OF_EARLIER && !seen.born().earlier();
  }

  /** Row 4: of each ID that it is known to have had. */
  boolean hasLeft() {
    List<Remembered> own =
        seen.marks().stream()
            .filter(m -> m.state() != Mark.State.FOUND)
            .filter(
                m ->
                    m.subject() == Subject.OWN_ID
                        || m.subject() == Subject.ADDED_ID && m.writer() != Writer.UNREADABLE)
            .toList();
    return seen.born().now()
        && !own.isEmpty()
        && own.stream().allMatch(m -> own.stream().anyMatch(l -> isLeft(l, m.subject())));
  }

  private static boolean isLeft(Remembered mark, Subject subject) {
    return mark.subject() == subject && mark.state() == Mark.State.LEFT;
  }

  /** A voter that the cluster lists is not stopped on a mark's word; nobody is there to see it. */
  private boolean mustStayAsItIs() {
    boolean listed = quorum() && hasId() && seen.quorum().listsFirstId();
    boolean out = !seen.running() && seen.data() == Data.Kind.NONE;
    return listed || out || isUnattended();
  }

  boolean isUnattended() {
    return seen.order() == Order.UNATTENDED || seen.order() == Order.UNATTENDED_AGAIN;
  }

  /** Of data that has an ID the case knows it, or not. */
  private boolean hasId() {
    return seen.idKnown()
        && Set.of(Data.Kind.VALID, Data.Kind.CORRUPT, Data.Kind.COPY).contains(seen.data());
  }

  /** Rows 5 to 7. */
  private Answer valid() {
    if (!quorum()) {
      return Answer.KEEPS;
    } else if (!seen.idKnown()) {
      return Answer.REFUSES;
    } else if (!seen.quorum().listsFirstId()) {
      return isUnattended() ? Answer.REFUSES : lost();
    }
    return switch (seen.quorum()) {
      case LEARNER -> Answer.PROMOTES;
      case MOVED, TWICE -> Answer.READDRESSES;
      default -> Answer.KEEPS;
    };
  }

  /** Row 6 without a birth: nothing that was begun by this program may be taken for hand-made. */
  private Answer made() {
    boolean quorum = seen.quorum().isOfBirth();
    boolean listed = seen.idKnown() && seen.quorum().listsFirstId();
    boolean known =
        switch (seen.kept()) {
          case OF_THIS_CLUSTER -> true;
          case OF_ANOTHER -> false;
          case NONE -> knowsOnlyThis() && seen.quorum() != Said.TWICE;
        };
    return quorum && listed && known && seen.shared() ? Answer.REMEMBERS : Answer.REFUSES;
  }

  private boolean knowsOnlyThis() {
    return seen.marks().stream()
        .allMatch(
            m ->
                m.state() == Mark.State.FOUND
                    || isOfEarlier(m)
                    || m.writer() == Writer.NOBODY
                        && !Set.of(Subject.OWN_ID_OF_EARLIER, Subject.OWN_ID_OF_UNKNOWN)
                            .contains(m.subject()));
  }

  private boolean isOfEarlier(Remembered mark) {
    return seen.born().earlier() && mark.subject() == Subject.OWN_ID_OF_EARLIER;
  }

  /** Row 14's word for a copy. */
  private boolean isTrusted() {
    return seen.order() == Order.TRUST_COPY && seen.born() != Born.UNREADABLE && !quorum();
  }

  boolean isStartable() {
    return seen.data() == Data.Kind.NONE || seen.data() == Data.Kind.EARLIER;
  }

  boolean isFirstStart() {
    return isStartable() && (mayFound() || mayDrawBirth());
  }

  private Answer first() {
    return seen.born().now() ? Answer.FOUNDS : Answer.DRAWS_THE_BIRTH;
  }

  /** Row 8. */
  boolean mayFound() {
    boolean known = quorum() || others().noneMatch(p -> p == Said.UNREADABLE);
    return seen.born().now()
        && neverStarted()
        && !showsPublished()
        && everyListHasIt()
        && (seen.shared() ? known : hasMet() || said().noneMatch(Said::isOfBirth));
  }

  boolean neverStarted() {
    return seen.marks().stream()
        .filter(m -> m.subject() == Subject.OWN_ID && m.state() != Mark.State.FOUND)
        .allMatch(
            m ->
                m.writer() == Writer.THIS_CARD
                    && List.of(Mark.State.INTENDED, Mark.State.MET).contains(m.state()));
  }

  boolean hasMet() {
    return seen.marks().stream()
        .anyMatch(
            m ->
                m.subject() == Subject.OWN_ID
                    && m.state() == Mark.State.MET
                    && m.writer() == Writer.THIS_CARD);
  }

  boolean showsPublished() {
    return said().anyMatch(s -> s.listsFirstId() && !s.showsUnpublished());
  }

  /** This host is member 1: the first page is its own. */
  private Stream<Said> others() {
    return seen.pages().stream().skip(1);
  }

  private boolean everyListHasIt() {
    return said().filter(Said::isOfBirth).allMatch(Said::showsUnpublished);
  }

  private Stream<Said> said() {
    Stream<Said> quorum = quorum() ? Stream.of(seen.quorum()) : Stream.empty();
    return Stream.concat(seen.pages().stream(), quorum);
  }

  /** One that is of the birth's cluster. */
  boolean quorum() {
    return seen.born().now() && seen.quorum().isOfBirth();
  }

  /** Rows 9 to 11, also after row 7. */
  private Answer lost() {
    if (!quorum()) {
      return Answer.REFUSES;
    } else if (seen.data() != Data.Kind.CORRUPT
        && seen.data() != Data.Kind.COPY
        && mayStartTheAdded()) {
      return Answer.STARTS_THE_ADDED;
    } else if (seen.quorum() == Said.NOT_LISTED) {
      return bearsAdd() ? Answer.JOINS : Answer.REFUSES;
    } else if (seen.quorum() == Said.TWICE
        || seen.order() == Order.UNATTENDED_AGAIN
        || !bearsRemoval()) {
      return Answer.REFUSES;
    }
    return bearsAdd() ? Answer.REPLACES : Answer.ONLY_REMOVES;
  }

  /** Row 9; what is published has run. */
  boolean mayStartTheAdded() {
    List<Remembered> added =
        seen.marks().stream()
            .filter(m -> m.subject() == Subject.ADDED_ID && m.state() != Mark.State.FOUND)
            .toList();
    return (seen.quorum() == Said.ADDED || seen.quorum() == Said.TWICE)
        && !added.isEmpty()
        && added.stream()
            .allMatch(m -> m.writer() == Writer.THIS_CARD && m.state() == Mark.State.INTENDED);
  }

  /** The healthy others are a majority, now and after the removal, and could take one up. */
  boolean bearsRemoval() {
    return seen.quorum() != Said.UNPUBLISHED
        && (seen.rest() == Rest.WELL || seen.rest() == Rest.ONE_DEAD_OF_FIVE);
  }

  /** An add needs all others connected. */
  boolean bearsAdd() {
    return seen.quorum() != Said.UNPUBLISHED && seen.rest() == Rest.WELL;
  }

  /** Row 12. */
  boolean mayDrawBirth() {
    return seen.born().none() && seen.shared() && nobodyRemembers() && everyoneIsOutOfIt();
  }

  boolean nobodyRemembers() {
    boolean onlyFound =
        seen.marks().stream().anyMatch(Remembered::onCard)
            && seen.marks().stream()
                .filter(Remembered::onCard)
                .allMatch(m -> m.state() == Mark.State.FOUND);
    return !onlyFound
        && seen.marks().stream().allMatch(m -> m.state() == Mark.State.FOUND || isOfEarlier(m));
  }

  boolean everyoneIsOutOfIt() {
    return seen.pages().stream()
        .allMatch(p -> p == Said.NOTHING || p == Said.OF_EARLIER && seen.born().earlier());
  }
}
