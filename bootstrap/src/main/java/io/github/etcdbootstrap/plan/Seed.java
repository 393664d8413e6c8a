package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The shared folder: the one thing that all nodes share. Names are relative, `members/x`. */
public interface Seed {
  /** The owner's own template for etcd's configuration; optional. */
  String TEMPLATE = "conf.yml.in";

  /** The folder of the members' marks. */
  String MARKS = "members";

  /** Where it is, for messages: a path or a URI. */
  String place();

  /** The full name of a file in it, for messages. */
  String nameOf(String file);

  /** The folder on this host, if it is one. */
  Optional<HostPath> folder();

  boolean writable();

  /**
   * Of the copy that is kept on this card: what was looked for and is not there. Empty for the seed
   * itself.
   */
  default Optional<String> standsInFor() {
    return Optional.empty();
  }

  Optional<Content> read(String name);

  /** Where a large file of it, such as a release's tarball, can be fetched; empty if not there. */
  default Optional<URI> file(String name) {
    return Optional.empty();
  }

  /** Names in a folder of it (`` for the top), sorted; empty if there is none. */
  List<String> list(String folder);

  /**
   * Makes {@code name} with this content unless it is there already: written in full under another
   * name that carries {@code author}, flushed, read back, linked (renamed where there are no links,
   * as on FAT).
   *
   * @return whether this call made it; if not, somebody else's content is there
   */
  boolean publish(String name, Content content, String author);

  /** Writes a file that nobody else writes; flushed and read back. */
  void put(String name, Content content);
}
