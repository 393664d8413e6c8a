package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.text.Problem;
import java.net.URI;
import java.util.OptionalLong;

/** What a run tells its owner while it works, in the words of what it does. */
public interface Report {
  /** A change is about to be made. */
  void applying(Change change);

  /** Something that works, but that the owner should know. */
  void warning(String what);

  /** A source of a release did not serve; another may. */
  void sourceFailed(URI source, Problem why);

  /** A release's tarball begins to arrive. */
  Download downloading(URI source, OptionalLong bytes);

  /** Nothing to do but wait; said again, with other words, as it goes on. */
  void waiting(String forWhat);

  /** An arriving tarball. */
  interface Download extends AutoCloseable {
    /** So many bytes of the tarball are here now. */
    void arrived(long bytes);

    @Override
    void close();
  }
}
