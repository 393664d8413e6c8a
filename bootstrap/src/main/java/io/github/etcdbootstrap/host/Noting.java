package io.github.etcdbootstrap.host;

/** Whether a run may leave a note of the sums that it found, for later runs of this boot. */
public enum Noting {
  WRITE,
  NOTHING
}
