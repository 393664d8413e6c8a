package io.github.etcdbootstrap.host;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What lstat says of a file. */
record Stat(int mode, int uid, int gid, long size, long device, long inode, long changed) {
  private static final String ATTRIBUTES = "unix:mode,uid,gid,size,dev,ino,ctime";
  private static final int TYPE = 0170000;
  private static final int PERMISSIONS = 07777;

  /** Empty if nothing is there; {@code path} itself, not what it links to. */
  static Optional<Stat> of(Path path) throws IOException {
    try {
      return Optional.of(of(Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (Looks.isBelowAFile(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Of what the link {@code path} leads to, in /proc also where that has no name any more. */
  static Stat following(Path path) throws IOException {
    return of(Files.readAttributes(path, ATTRIBUTES));
  }

  private static Stat of(Map<String, Object> unix) {
    return new Stat(
        (Integer) unix.get("mode"),
        (Integer) unix.get("uid"),
        (Integer) unix.get("gid"),
        (Long) unix.get("size"),
        (Long) unix.get("dev"),
        (Long) unix.get("ino"),
        ((FileTime) unix.get("ctime")).to(TimeUnit.NANOSECONDS));
  }

  boolean isFile() {
    return (mode & TYPE) == 0100000;
  }

  boolean isFolder() {
    return (mode & TYPE) == 0040000;
  }

  boolean isLink() {
    return (mode & TYPE) == 0120000;
  }

  int permissions() {
    return mode & PERMISSIONS;
  }
}
