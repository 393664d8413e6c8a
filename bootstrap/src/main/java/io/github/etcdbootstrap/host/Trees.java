package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose the files of a whole tree are; no link in it is followed. */
final class Trees {
  private final Root root;
  private final AccountFiles accounts;
  private final Owners owners;

  Trees(Root root, AccountFiles accounts, Owners owners) {
    this.root = root;
    this.accounts = accounts;
    this.owners = owners;
  }

  List<HostPath> strays(HostPath tree, String user, String group) {
    return strayPaths(tree, user, group).stream().map(root::pathOf).toList();
  }

  void give(HostPath tree, String user, String group) {
    for (Path stray : strayPaths(tree, user, group)) {
      try {
        Optional<Stat> stat = Stat.of(stray);
        if (stat.isPresent()) {
          owners.set(stray, new Ownership(user, group, stat.get().permissions()));
        }
      } catch (NoSuchFileException e) {
        // etcd removes what it needs no more.
      } catch (IOException e) {
        throw Failures.of("setting the owner of", stray, e);
      }
    }
  }

  private List<Path> strayPaths(HostPath tree, String user, String group) {
    Path top = root.at(tree);
    List<Path> strays = new ArrayList<>();
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Optional<Ownership> owner = Stat.of(path).map(accounts::ownership);
        if (owner.filter(o -> !o.user().equals(user) || !o.group().equals(group)).isPresent()) {
          strays.add(path);
        }
      }
      return strays;
    } catch (NoSuchFileException e) {
      return strays;
    } catch (UncheckedIOException e) {
      return afterRemoval(tree, strays, e.getCause());
    } catch (IOException e) {
      if (Looks.isBelowAFile(e)) {
        return strays;
      }
      throw Failures.of("reading", tree, top, e);
    }
  }

  /** A running etcd removes old files: what was seen till then is enough, a run looks again. */
  private List<Path> afterRemoval(HostPath tree, List<Path> seen, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return seen;
    }
    throw Failures.of("reading", tree, root.at(tree), cause);
  }
}
