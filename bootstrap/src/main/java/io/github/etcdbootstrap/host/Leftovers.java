package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What runs that were cut in the middle of a change left behind, known by its name alone. */
final class Leftovers {
  private static final Pattern TEMPORARY =
      Pattern.compile(
          "\\..+"
              + Pattern.quote(AtomicFiles.MIDDLE)
              + "[0-9a-f]{8}("
              + Pattern.quote(MemberSnapshot.PART)
              + ")?");

  private final Root root;

  Leftovers(Root root) {
    this.root = root;
  }

  List<HostPath> in(HostPath folder) {
    List<HostPath> found = new ArrayList<>();
    Path real = root.follow(folder);
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(real, entry -> isOne(folder, entry.getFileName().toString()))) {
      entries.forEach(entry -> found.add(folder.child(entry.getFileName().toString())));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw Failures.of("reading", folder, real, e);
    }
    found.sort(null);
    return found;
  }

  void remove(HostPath path) {
    if (!isOne(path.parent(), path.name())) {
      throw new IllegalArgumentException("not left by a run that was cut: " + path);
    }
    Path real = root.at(path);
    try {
      Folders.removeTree(real);
    } catch (NoSuchFileException e) {
      // Gone: whoever staged next cleared it.
    } catch (IOException e) {
      throw Failures.of("removing", path, real, e);
    }
  }

  private static boolean isOne(HostPath folder, String name) {
    boolean staging = folder.equals(Layout.RELEASES) && name.startsWith(StagingFolder.PREFIX);
    return staging || TEMPORARY.matcher(name).matches();
  }
}
