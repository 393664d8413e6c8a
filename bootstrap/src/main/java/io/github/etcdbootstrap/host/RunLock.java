package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two changing runs on one host apart; the kernel gives it back however a run ends. */
public final class RunLock implements AutoCloseable {
  private static final HostPath FILE = Layout.RUN.child("lock");

  private final FileChannel channel;
  private final Path file;

  private RunLock(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /**
   * @throws HostFailure if another run has it
   */
  public static RunLock acquire(Root root) {
    new Folders(root, new Owners(new AccountFiles(root))).makeMissing(Layout.RUN);
    return acquire(
        root.at(FILE),
        "another run of etcd-bootstrap is at work on this host",
        "wait for its end, then run again");
  }

  /**
   * @param other what is said, and what to do, where another run has it
   */
  static RunLock acquire(Path file, String other, String remedy) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!isOurs(channel)) {
        String holder = read(channel);
        channel.close();
        throw new HostFailure(other + holder, remedy);
      }
      write(channel, Long.toString(ProcessHandle.current().pid()));
      return new RunLock(channel, file);
    } catch (IOException e) {
      throw Failures.of("locking", file, e);
    }
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Override
  public void close() {
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException e) {
      throw Failures.of("unlocking", file, e);
    }
  }
}
