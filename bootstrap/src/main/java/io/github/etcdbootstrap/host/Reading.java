package io.github.etcdbootstrap.host;

/** Whether large files are read in full in each run. */
public enum Reading {
  /** Not those that were read since this boot and are unchanged. */
  TRUST_NOTES,
  /** Each once a run: bit rot changes no time stamp. */
  IN_FULL
}
