package io.github.etcdbootstrap.model;

/**
 * Who owns a file or folder and what others may do with it.
 *
 * @param user a name of the machine's passwd, or a number where it has none for it
 * @param group likewise of its group file
 * @param mode the permission bits, such as 0640
 */
public record Ownership(String user, String group, int mode) {
  public static Ownership root(int mode) {
    return new Ownership("root", "root", mode);
  }

  // Not the record's own: the JVM makes that at the first call, which shows in a run's time.
  @Override
  public boolean equals(Object other) {
    return other instanceof Ownership that
        && mode == that.mode
        && user.equals(that.user)
        && group.equals(that.group);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * user.hashCode() + group.hashCode()) + mode;
  }

  @Override
  public String toString() {
    return String.format("%04o %s:%s", mode, user, group);
  }
}
