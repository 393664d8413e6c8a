package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Staging;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** A folder `.staging-…` beside the one that it becomes. */
final class StagingFolder implements Staging {
  static final String PREFIX = ".staging-";
  private static final int EXECUTABLE = 0755;
  private static final int READABLE = 0644;

  private final HostPath path;
  private final Path target;
  private final Path parent;
  private final Path folder;

  /** An installation that does not come about leaves no empty folder behind either. */
  private final boolean makesParent;

  /** Mode at the commit, by name. */
  private final Map<String, Integer> created = new LinkedHashMap<>();

  private boolean committed;

  private StagingFolder(HostPath path, Path target, boolean makesParent) {
    this.path = path;
    this.target = target;
    this.parent = target.getParent();
    this.makesParent = makesParent;
    this.folder = parent.resolve(PREFIX + Random.hex(4));
  }

  static StagingFolder open(HostPath path, Root root, Folders folders) {
    boolean makesParent = !Files.isDirectory(root.follow(path.parent()));
    folders.makeMissing(path.parent());
    StagingFolder staging = new StagingFolder(path, root.at(path), makesParent);
    try {
      Folders.removeLeftovers(staging.parent, PREFIX);
      Files.createDirectory(staging.folder, Folders.OURS_ALONE);
      return staging;
    } catch (IOException e) {
      throw Failures.of("making the folder", path, staging.folder, e);
    }
  }

  @Override
  public OutputStream create(String name) {
    return open(name, EXECUTABLE);
  }

  @Override
  public void note(String name, Content content) throws IOException {
    try (OutputStream out = open(name, READABLE)) {
      out.write(content.bytes());
    }
  }

  private OutputStream open(String name, int mode) {
    if (name.indexOf('/') >= 0 || name.startsWith(".")) {
      throw new IllegalArgumentException("not a plain file name: " + name);
    }
    Path file = folder.resolve(name);
    try {
      FileChannel channel = FileChannel.open(file, AtomicFiles.NEW, AtomicFiles.OURS_ALONE);
      created.put(name, mode);
      return new Output(channel, path.child(name), target);
    } catch (IOException e) {
      throw Failures.of("writing", path.child(name), file, e);
    }
  }

  @Override
  public void clear() {
    try {
      Folders.removeLeftovers(folder, "");
      created.clear();
    } catch (IOException e) {
      throw Failures.of("clearing", folder, e);
    }
  }

  @Override
  public void commit() {
    try {
      for (Map.Entry<String, Integer> file : created.entrySet()) {
        finish(folder.resolve(file.getKey()), file.getValue());
      }
      Folders.sync(folder);
      setMode(folder, EXECUTABLE);
      replaceTarget();
      committed = true;
    } catch (IOException e) {
      throw Failures.of("writing", path, target, e);
    }
  }

  private static void finish(Path file, int mode) throws IOException {
    setMode(file, mode);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void replaceTarget() throws IOException {
    Path old = parent.resolve(PREFIX + "old-" + Random.hex(4));
    boolean isThere = Stat.of(target).isPresent();
    if (isThere) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(parent);
    if (isThere) {
      Folders.removeTree(old);
    }
  }

  private static void setMode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() {
    try {
      if (!committed && Files.exists(folder)) {
        Folders.removeTree(folder);
        if (makesParent) {
          Files.delete(parent);
        }
      }
    } catch (IOException e) {
      // The next run removes it; what stopped this one must not be hidden.
      committed = false;
    }
  }

  /** Says as this machine's failure what would else look like one of the source's. */
  private static final class Output extends OutputStream {
    private final FileChannel channel;
    private final HostPath path;
    private final Path folder;

    Output(FileChannel channel, HostPath path, Path folder) {
      this.channel = channel;
      this.path = path;
      this.folder = folder;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
      try {
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      } catch (IOException e) {
        throw Failures.of("writing", path, folder, e);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
