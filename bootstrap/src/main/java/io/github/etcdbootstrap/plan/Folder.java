package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import java.util.Optional;

/** A folder on its owner's own machine, such as a seed that is being made. Names are plain. */
public interface Folder {
  /** Who may read a file, from the instant that it is there. */
  enum Access {
    ALL,
    OWNER_ALONE
  }

  /** Where it is, for messages. */
  String place();

  /** The full name of a file in it, for messages. */
  String nameOf(String file);

  /** Makes what is missing of it; one that is for its owner alone becomes so if it is not. */
  void make(Access access);

  /** Empty if nothing is there. */
  Optional<Content> read(String name);

  /**
   * Makes a file, whole and flushed, unless something of this name is there already.
   *
   * @return whether this call made it
   */
  boolean add(String name, Content content, Access access);

  /** Puts a file in the place of another, whole and flushed, by one rename. */
  void replace(String name, Content content, Access access);

  /** Removes a file; absent is fine. */
  void remove(String name);
}
