package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The program's own log on the host: appended to, and when it is large, its newest part is kept. A
 * run that changes nothing and says what the last one said is not noted again: at boot one is tried
 * until it succeeds.
 */
public final class RunLogFile {
  static final int MOST = 256 << 10;
  static final int KEPT = 64 << 10;

  private static final Ownership OWNERSHIP = Ownership.root(0640);
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

  private final Root root;
  private final Folders folders;
  private final AtomicFiles files;

  public RunLogFile(Root root) {
    Owners owners = new Owners(new AccountFiles(root));
    this.root = root;
    this.folders = new Folders(root, owners);
    this.files = new AtomicFiles(root, owners, folders);
  }

  /**
   * @param lines each a time and what was said then
   * @param begin also where there is no log yet; there are changes to be noted, come what may
   * @throws io.github.etcdbootstrap.plan.HostFailure if it cannot be written
   */
  public void append(List<String> lines, boolean begin) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    Path file = root.at(Layout.RUN_LOG);
    try {
      Optional<Stat> there = Stat.of(file);
      if (there.isEmpty()) {
        if (!begin) {
          return;
        }
        folders.makeMissing(Layout.RUN_LOG.parent());
      }
      if (!begin && there.get().isFile() && isLastSaid(file, lines, bytes.length)) {
        return;
      }
      if (there.filter(s -> s.isFile() && s.size() + bytes.length > MOST).isPresent()) {
        shorten(file);
      }
      try (FileChannel channel = FileChannel.open(file, APPEND, MODE)) {
        channel.write(ByteBuffer.wrap(bytes));
      }
    } catch (IOException e) {
      throw Failures.of("writing", Layout.RUN_LOG, file, bytes.length, e);
    }
  }

  private static boolean isLastSaid(Path file, List<String> lines, int bytes) throws IOException {
    List<String> last = newest(file, bytes + 1).lines().toList();
    int first = last.size() - lines.size();
    return first >= 0 && said(last.subList(first, last.size())).equals(said(lines));
  }

  private static List<String> said(List<String> lines) {
    return lines.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  private void shorten(Path file) throws IOException {
    String text = newest(file, KEPT);
    String whole = text.substring(text.indexOf('\n') + 1);
    files.write(new NodeFile(Layout.RUN_LOG, Content.of(whole), OWNERSHIP));
  }

  private static String newest(Path file, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer newest = ByteBuffer.allocate(bytes);
      channel.position(Math.max(0, channel.size() - bytes));
      while (newest.hasRemaining() && channel.read(newest) >= 0) {}
      return new String(newest.array(), 0, newest.position(), StandardCharsets.UTF_8);
    }
  }
}
