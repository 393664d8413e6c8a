package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Founder;

/** What the table of membership says of this host. */
sealed interface Decision {
  /** Nothing is touched. */
  record Refuse(Refusal refusal) implements Decision {}

  /** The member has its data: it runs, or is started as it is. */
  record Keep() implements Decision {}

  /**
   * The one start that begins without data.
   *
   * @param drawn the birth is not in the seed yet
   */
  record Found(Birth birth, Founder self, boolean drawn) implements Decision {}
}
