package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A folder as a machine's root; its `root` is whoever runs the tests. */
final class TestRoot {
  private static final int ETCD = 4242;

  final Path top;
  final Root root;
  final AccountFiles accounts;
  final Owners owners;
  final Folders folders;
  final AtomicFiles files;
  final Looks looks;

  TestRoot(Path top) {
    this.top = top;
    int uid = number(top, "unix:uid");
    int gid = number(top, "unix:gid");
    int etcdUid = uid == 0 ? ETCD : uid;
    int etcdGid = uid == 0 ? ETCD : gid;
    put(
        "etc/passwd",
        "root:x:%d:%d:root:/root:/bin/ash\netcd:x:%d:%d:etcd:/dev/null:/sbin/nologin\n"
            .formatted(uid, gid, etcdUid, etcdGid));
    put("etc/group", "root:x:%d:root\netcd:x:%d:etcd\n".formatted(gid, etcdGid));
    root = new Root(top);
    accounts = new AccountFiles(root);
    owners = new Owners(accounts);
    folders = new Folders(root, owners);
    files = new AtomicFiles(root, owners, folders);
    looks = new Looks(root, accounts);
  }

  static boolean runAsRoot(Path any) {
    return number(any, "unix:uid") == 0;
  }

  private static int number(Path path, String attribute) {
    try {
      return (Integer) Files.getAttribute(path, attribute);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static HostPath path(String value) {
    return HostPath.of(value);
  }

  Path real(String path) {
    return top.resolve(path.startsWith("/") ? path.substring(1) : path);
  }

  Path put(String path, String content) {
    try {
      Path file = real(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder(String path) {
    try {
      return Files.createDirectories(real(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path link(String path, String target) {
    try {
      Files.createDirectories(real(path).getParent());
      return Files.createSymbolicLink(real(path), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String path) {
    try {
      return Files.readString(real(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String mode(String path) {
    try {
      return PosixFilePermissions.toString(
          Files.getPosixFilePermissions(real(path), LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> names(String folder) {
    return looks.list(path(folder));
  }

  LiveHost host(Path sys, String path, Reading reading, Noting noting) {
    return new LiveHost(root, Path.of("/proc"), sys, path, reading, noting);
  }
}
