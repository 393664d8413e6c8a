package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One and the same time for all that is written into an image: the same input, the same image. */
final class Stamps {
  private final Root root;
  private final FileTime time;

  Stamps(Root root, Instant time) {
    this.root = root;
    this.time = FileTime.from(time);
  }

  /** The folders on the way to a path, each with its time before something is done there. */
  final class Way {
    private final HostPath path;
    private final boolean isNew;
    private final Map<HostPath, FileTime> before = new HashMap<>();

    private Way(HostPath path) throws IOException {
      this.path = path;
      this.isNew = Stat.of(root.at(path)).isEmpty();
      for (HostPath folder : folders()) {
        Path real = root.follow(folder);
        if (Files.exists(real)) {
          before.put(folder, Files.getLastModifiedTime(real));
        }
      }
    }

    /** Up to the root, which is its own parent. */
    private List<HostPath> folders() {
      List<HostPath> folders = new ArrayList<>();
      HostPath folder = path;
      do {
        folder = folder.parent();
        folders.add(folder);
      } while (!folder.equals(folder.parent()));
      return folders;
    }

    /**
     * Sets the time of what was made or changed on it.
     *
     * @param withEnd of its end too, and all in it, also where that was there before
     */
    void stamp(boolean withEnd) throws IOException {
      Path end = root.at(path);
      if ((withEnd || isNew) && Stat.of(end).isPresent()) {
        stampTree(end);
      }
      for (HostPath folder : folders()) {
        Path real = root.follow(folder);
        boolean changed =
            Files.exists(real) && !Files.getLastModifiedTime(real).equals(before.get(folder));
        if (changed) {
          set(real);
        }
      }
    }
  }

  Way wayTo(HostPath path) throws IOException {
    return new Way(path);
  }

  private void stampTree(Path top) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes ignored)
              throws IOException {
            set(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            set(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void set(Path path) throws IOException {
    try {
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(time, time, null);
    } catch (NoSuchFileException e) {
      // Removed since: nothing is left to have a time.
    }
  }
}
