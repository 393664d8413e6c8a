package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.plan.Case.Said;
import io.github.etcdbootstrap.plan.Case.Subject;
import io.github.etcdbootstrap.plan.Case.Writer;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page on membership, read a second time: what it allows for a {@link Case}. Written from the
 * page alone and from the case alone, so that it shares no thought with the planner.
 */
record Page(Case seen) {
  /** Rows 8 and 12, after the rows before them. */
  boolean allowsFirstStart() {
    return !isHeldByAStranger()
        && !isForeign()
        && !hasLeft()
        && isStartable()
        && (mayFound() || mayDrawBirth());
  }

  boolean isStartable() {
    return seen.data() == Data.Kind.NONE || seen.data() == Data.Kind.EARLIER;
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

  /** Row 4. */
  boolean hasLeft() {
    return seen.born().now()
        && seen.marks().stream()
            .anyMatch(m -> m.subject() == Subject.OWN_ID && m.state() == Mark.State.LEFT);
  }

  /** Row 8. */
  boolean mayFound() {
    boolean known = quorum() || others().noneMatch(p -> p == Said.UNREADABLE);
    return seen.born().now()
        && seen.shared()
        && neverStarted()
        && !showsPublished()
        && everyListHasIt()
        && known;
  }

  boolean neverStarted() {
    return seen.marks().stream()
        .filter(m -> m.subject() == Subject.OWN_ID && m.state() != Mark.State.FOUND)
        .allMatch(
            m ->
                m.writer() == Writer.THIS_CARD
                    && List.of(Mark.State.INTENDED, Mark.State.MET).contains(m.state()));
  }

  boolean showsPublished() {
    return said().anyMatch(s -> s == Said.PUBLISHED);
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
    return seen.born().now() && (seen.quorum().isOfBirth() || seen.quorum() == Said.NO_MEMBERS);
  }

  /** Row 12. */
  boolean mayDrawBirth() {
    return seen.born() != Case.Born.UNREADABLE
        && !seen.born().now()
        && seen.shared()
        && nobodyRemembers()
        && everyoneIsOutOfIt();
  }

  boolean nobodyRemembers() {
    boolean onlyFound =
        seen.marks().stream().anyMatch(Case.Remembered::onCard)
            && seen.marks().stream()
                .filter(Case.Remembered::onCard)
                .allMatch(m -> m.state() == Mark.State.FOUND);
    return !onlyFound
        && seen.marks().stream()
            .allMatch(
                m ->
                    m.state() == Mark.State.FOUND
                        || seen.born().earlier()
                            && m.subject() == Subject.OWN_ID_OF_EARLIER
                            && m.writer() != Writer.UNREADABLE);
  }

  boolean everyoneIsOutOfIt() {
    return seen.pages().stream()
        .allMatch(p -> p == Said.NOTHING || p == Said.OF_EARLIER && seen.born().earlier());
  }
}
