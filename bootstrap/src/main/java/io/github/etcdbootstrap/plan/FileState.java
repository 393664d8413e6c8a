package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Ownership;
import java.util.Optional;

/**
 * What is at a path.
 *
 * @param ownership empty if nothing is there
 * @param content of a regular file of up to 1 MiB
 * @param target of a link
 */
public record FileState(
    Kind kind, Optional<Ownership> ownership, Optional<Content> content, Optional<String> target) {
  public static final FileState ABSENT =
      new FileState(Kind.ABSENT, Optional.empty(), Optional.empty(), Optional.empty());

  /** What kind of thing it is. */
  public enum Kind {
    ABSENT,
    FILE,
    FOLDER,
    LINK,
    OTHER
  }

  public static FileState file(Content content, Ownership ownership) {
    return new FileState(Kind.FILE, Optional.of(ownership), Optional.of(content), Optional.empty());
  }

  public static FileState folder(Ownership ownership) {
    return new FileState(Kind.FOLDER, Optional.of(ownership), Optional.empty(), Optional.empty());
  }

  public static FileState link(String target, Ownership ownership) {
    return new FileState(Kind.LINK, Optional.of(ownership), Optional.empty(), Optional.of(target));
  }

  public boolean is(Kind wanted) {
    return kind == wanted;
  }
}
