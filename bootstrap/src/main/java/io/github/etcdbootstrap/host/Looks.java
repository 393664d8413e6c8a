package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.FileState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is there and changes nothing. */
final class Looks {
  static final int LARGEST_CONTENT = 1 << 20;
  private static final int TAIL = 64 << 10;
  private static final int BLOCK = 1 << 20;
  private static final long SEARCHED = 64L << 20;

  private final Root root;
  private final AccountFiles accounts;

  Looks(Root root, AccountFiles accounts) {
    this.root = root;
    this.accounts = accounts;
  }

  FileState look(HostPath path) {
    Path real = root.at(path);
    try {
      Optional<Stat> stat = Stat.of(real);
      return stat.isPresent() ? state(real, stat.get()) : FileState.ABSENT;
    } catch (NoSuchFileException e) {
      // Removed since: a starting etcd takes its permit away.
      return FileState.ABSENT;
    } catch (IOException e) {
      if (isBelowAFile(e)) {
        return FileState.ABSENT;
      }
      throw Failures.of("reading", path, real, e);
    }
  }

  /** A file lies where a folder above it belongs: that is told of the file. */
  static boolean isBelowAFile(IOException e) {
    return e instanceof FileSystemException f && "Not a directory".equals(f.getReason());
  }

  private FileState state(Path real, Stat stat) throws IOException {
    Ownership ownership = accounts.ownership(stat);
    if (stat.isLink()) {
      return FileState.link(Files.readSymbolicLink(real).toString(), ownership);
    } else if (stat.isFolder()) {
      return FileState.folder(ownership);
    } else if (stat.isFile() && stat.size() <= LARGEST_CONTENT) {
      return FileState.file(Content.of(Files.readAllBytes(real)), ownership);
    }
    FileState.Kind kind = stat.isFile() ? FileState.Kind.FILE : FileState.Kind.OTHER;
    return new FileState(kind, Optional.of(ownership), Optional.empty(), Optional.empty());
  }

  List<String> list(HostPath folder) {
    Path real = root.follow(folder);
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw Failures.of("reading", folder, real, e.getCause());
    } catch (IOException e) {
      throw Failures.of("reading", folder, real, e);
    }
    names.sort(null);
    return names;
  }

  List<String> tail(HostPath log, int lines) {
    try (FileChannel channel = FileChannel.open(root.follow(log))) {
      long size = channel.size();
      long from = Math.max(0, size - TAIL);
      String text = read(channel, from, size);
      // The first line may be cut when not all was read.
      return last(from > 0 ? text.substring(text.indexOf('\n') + 1) : text, lines);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Block by block from the end: a start may be months behind what was said last. */
  Optional<String> lastLine(HostPath log, String words) {
    try (FileChannel channel = FileChannel.open(root.follow(log))) {
      long size = channel.size();
      for (long end = size; end > Math.max(0, size - SEARCHED); end -= BLOCK) {
        // A line that goes on behind the block is whole if it is no longer than a tail.
        String text = read(channel, Math.max(0, end - BLOCK - TAIL), Math.min(size, end + TAIL));
        int at = text.lastIndexOf(words);
        if (at >= 0) {
          int ends = text.indexOf('\n', at);
          return Optional.of(
              text.substring(text.lastIndexOf('\n', at) + 1, ends < 0 ? text.length() : ends));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String read(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {}
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private static List<String> last(String text, int lines) {
    List<String> all = text.lines().toList();
    return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
  }
}
