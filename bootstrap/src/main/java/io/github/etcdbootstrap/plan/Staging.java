package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import java.io.IOException;
import java.io.OutputStream;

/** A folder being filled; nothing in it is visible under its name or executable until committed. */
public interface Staging extends AutoCloseable {
  /** A new file in it, mode 0600 till committed. */
  OutputStream create(String name) throws IOException;

  /** Throws away what was created so far, so that another source may be tried. */
  void clear() throws IOException;

  /** Adds a small file, mode 0644, for later runs. */
  void note(String name, Content content) throws IOException;

  /** Makes what was created executable, fsyncs, and renames the folder to its name. */
  void commit() throws IOException;

  /** Removes the staging folder unless it was committed. */
  @Override
  void close();
}
