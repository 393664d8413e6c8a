package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An empty stick with a file system that knows no modes and no links. */
final class FatStick implements AutoCloseable {
  private static final String SCRIPT =
      Path.of("..", "test-fixtures", "fat-stick").toAbsolutePath().normalize().toString();
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int THIS_MACHINE_CANNOT = 3;

  private final Path folder;

  private FatStick(Path folder) {
    this.folder = folder;
  }

  /** Where there can be none, the class is skipped, or fails where all tests must run. */
  static FatStick plug(Class<?> test) {
    try {
      Path folder = Files.createDirectory(Folder.temporary("fat").resolve("stick"));
      Result result = script("plug", folder);
      if (result.exit() == THIS_MACHINE_CANNOT) {
        TestHosts.notHere(test, result.err().strip());
      }
      result.expect(0);
      return new FatStick(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    script("pull", folder).expect(0);
  }

  private static Result script(String verb, Path folder) {
    return LocalCommand.run(Map.of(), TIMEOUT, List.of(SCRIPT, verb, folder.toString()));
  }
}
