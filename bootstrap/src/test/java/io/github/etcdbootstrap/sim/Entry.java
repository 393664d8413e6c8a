package io.github.etcdbootstrap.sim;

/**
 * One entry of a member's log.
 *
 * @param number of a write, else 0
 * @param id the member that it is about, else 0
 * @param name of that member, where the entry says it
 * @param url its peer URL, where the entry says it
 */
record Entry(long term, Kind kind, int number, long id, String name, String url) {
  static Entry nothing(long term) {
    return new Entry(term, Kind.NOTHING, 0, 0, "", "");
  }

  static Entry write(long term, int number) {
    return new Entry(term, Kind.WRITE, number, 0, "", "");
  }

  /** What it does when it is applied. */
  enum Kind {
    NOTHING,
    WRITE,
    FOUNDER,
    ADD_LEARNER,
    ADD_VOTER,
    PROMOTE,
    REMOVE,
    MOVE,
    PUBLISH
  }
}
