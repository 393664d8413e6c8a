package io.github.etcdbootstrap.model;

/**
 * An absolute path on the managed machine, normalised; never a path of the machine that runs the
 * program (those may differ: an image's root is a folder there).
 */
public record HostPath(String value) implements Comparable<HostPath> {
  public HostPath {
    if (!value.startsWith("/") || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not an absolute path: " + value);
    }
    String closed = value.length() == 1 ? value : value + "/";
    if (closed.contains("//") || closed.contains("/./") || closed.contains("/../")) {
      throw new IllegalArgumentException("not a normalised path: " + value);
    }
  }

  public static HostPath of(String value) {
    return new HostPath(value);
  }

  public HostPath child(String name) {
    return new HostPath(value.equals("/") ? "/" + name : value + "/" + name);
  }

  /** The folder above; that of the root is the root. */
  public HostPath parent() {
    int slash = value.lastIndexOf('/');
    return new HostPath(slash == 0 ? "/" : value.substring(0, slash));
  }

  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  public boolean isUnder(HostPath folder) {
    return equals(folder) || folder.value.equals("/") || value.startsWith(folder.value + "/");
  }

  @Override
  public int compareTo(HostPath other) {
    return value.compareTo(other.value);
  }

  // Not the record's own: the JVM makes that at the first call, which shows in a run's time.
  @Override
  public boolean equals(Object other) {
    return other instanceof HostPath that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
