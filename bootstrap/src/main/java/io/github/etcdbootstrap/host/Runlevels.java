package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which runlevels start a service. */
final class Runlevels {
  static final HostPath FOLDER = HostPath.of("/etc/runlevels");

  private final Root root;

  Runlevels(Root root) {
    this.root = root;
  }

  static HostPath link(String service, String runlevel) {
    return FOLDER.child(runlevel).child(service);
  }

  /** A runlevel is a folder of links (rc-update(8)); it may hold other runlevels' too. */
  List<String> of(String service) {
    List<String> enabled = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root.follow(FOLDER))) {
      for (Path runlevel : all) {
        String name = runlevel.getFileName().toString();
        // By way of the root: a runlevel that is a link must not lead out of it.
        Path link = root.at(FOLDER.child(name).child(service));
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          enabled.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw Failures.of("reading", root.follow(FOLDER), e);
    }
    enabled.sort(null);
    return enabled;
  }
}
