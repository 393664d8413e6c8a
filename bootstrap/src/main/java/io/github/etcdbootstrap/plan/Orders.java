package io.github.etcdbootstrap.plan;

/**
 * The owner's word, given with the command: what no observation can stand in for.
 *
 * @param leave this host's member is to leave the cluster
 * @param rejoin a member that has left is to come back
 * @param trustCopy all cards were copied while all members were off: each copy is the member now
 * @param unattended nobody watches: only what cannot go wrong twice
 */
public record Orders(boolean leave, boolean rejoin, boolean trustCopy, boolean unattended) {
  public static final Orders NONE = new Orders(false, false, false, false);
  public static final Orders LEAVE = new Orders(true, false, false, false);
  public static final Orders UNATTENDED = new Orders(false, false, false, true);
}
