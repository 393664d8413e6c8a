package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The folder that is the managed machine's `/`: no link leads out of it. */
public final class Root {
  private static final int MOST_LINKS = 40;

  private final Path top;

  public Root(Path top) {
    try {
      this.top = top.toRealPath();
    } catch (IOException e) {
      throw Failures.of("opening the root folder", top, e);
    }
  }

  /** The real path of {@code path}, its last part not followed. */
  Path at(HostPath path) {
    return path.value().equals("/") ? top : follow(path.parent()).resolve(path.name());
  }

  /** The real path of {@code path} with every link followed; the end may not exist. */
  Path follow(HostPath path) {
    Deque<String> rest = new ArrayDeque<>();
    pushParts(path.value(), rest);
    Path here = top;
    int links = 0;
    while (!rest.isEmpty()) {
      String part = rest.pop();
      if (part.equals("..")) {
        here = above(here);
        continue;
      }
      Path next = here.resolve(part);
      if (!Files.isSymbolicLink(next)) {
        here = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new HostFailure(path + ": its links lead in a circle", "remove the wrong link");
      }
      String target = target(next);
      here = target.startsWith("/") ? top : here;
      pushParts(target, rest);
    }
    return here;
  }

  /** The nearest existing folder or file at or above {@code path}. */
  Path nearest(HostPath path) {
    Path here = follow(path);
    while (!here.equals(top) && !Files.exists(here)) {
      here = here.getParent();
    }
    return here;
  }

  /** How the machine itself calls the real path {@code path}; of one outside, the path itself. */
  HostPath pathOf(Path path) {
    return HostPath.of(path.startsWith(top) ? "/" + top.relativize(path) : path.toString());
  }

  /** Where it is on the machine that this program runs on. */
  @Override
  public String toString() {
    return top.toString();
  }

  private Path above(Path here) {
    return here.equals(top) ? top : here.getParent();
  }

  private String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw Failures.of("reading a link", link, e);
    }
  }

  private static void pushParts(String path, Deque<String> rest) {
    String[] parts = path.split("/");
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty() && !parts[i].equals(".")) {
        rest.push(parts[i]);
      }
    }
  }
}
