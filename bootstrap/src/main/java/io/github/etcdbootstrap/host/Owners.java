package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Sets owner and mode, only where they differ; of a link its own, never its target's. */
final class Owners {
  private final AccountFiles accounts;

  Owners(AccountFiles accounts) {
    this.accounts = accounts;
  }

  void set(Path path, Ownership wanted) throws IOException {
    set(path, accounts.uid(wanted.user()), accounts.gid(wanted.group()), wanted.mode());
  }

  void set(Path path, int uid, int gid, int mode) throws IOException {
    Stat is = Stat.of(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
    // The group before the user: who gives a file away may no longer change its group.
    if (is.gid() != gid) {
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
    if (is.uid() != uid) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
    boolean owned = is.gid() == gid && is.uid() == uid;
    // A change of owner may take setuid and setgid away.
    if (!is.isLink() && (!owned || is.permissions() != mode)) {
      Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
