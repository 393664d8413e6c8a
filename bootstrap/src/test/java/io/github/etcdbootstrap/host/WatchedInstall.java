package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.etcd.ReleaseDownload;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.FakeSeed;
import io.github.etcdbootstrap.plan.FileChange;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Staging;
import io.github.etcdbootstrap.plan.World;
import io.github.etcdbootstrap.text.Problem;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Installs releases on a host that is a folder, and looks at every file there: after each block
 * that arrives or is written.
 */
final class WatchedInstall implements AutoCloseable {
  static final HostPath LIB = HostPath.of("/usr/local/lib/etcd");
  static final HostPath RELEASE = LIB.child("v3.5.2");

  private static final int FOLDER = 0040700;
  private static final int FILE = 0100600;

  private final TestRoot root;
  private final Host host;
  private final Thread watcher = new Thread(this::watch);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<String> seen = new ArrayList<>();
  private long files;

  WatchedInstall(Path top) {
    this.root = new TestRoot(top);
    root.folder(LIB.value());
    LiveHost live = root.host(top.resolve("sys"), "", Reading.IN_FULL, Noting.NOTHING);
    this.host =
        (Host)
            Proxy.newProxyInstance(
                Host.class.getClassLoader(),
                new Class<?>[] {Host.class},
                (proxy, method, arguments) -> {
                  try {
                    Object result = method.invoke(live, arguments);
                    return result instanceof Staging staging ? new Watched(staging) : result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  /** Looks from another thread too, without a pause. */
  WatchedInstall allTheTime() {
    watcher.start();
    return this;
  }

  /** As `apply` does it. */
  void install(Release release) {
    World world =
        new World(
            host,
            null,
            new FakeSeed(),
            new ReleaseDownload(new Looking(), Map.of()),
            null,
            null,
            null);
    new FileChange.InstallRelease(release, RELEASE).apply(world);
  }

  /** What lies there, with its mode. */
  Map<String, String> found() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root.real(LIB.value()))) {
      for (Path path : all.filter(p -> !p.equals(root.real(LIB.value()))).toList()) {
        String name = root.real(LIB.value()).relativize(path).toString();
        found.put(name, root.mode(LIB.value() + "/" + name));
      }
    }
    return found;
  }

  /** Nothing but a staging folder, its owner's alone, and nothing in it that could be run. */
  private void look(boolean counted) {
    Path lib = root.real(LIB.value());
    try (Stream<Path> all = Files.walk(lib)) {
      for (Path path : (Iterable<Path>) all.filter(p -> !p.equals(lib))::iterator) {
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        boolean staged = lib.relativize(path).getName(0).toString().startsWith(".staging-");
        if (!staged || mode != FOLDER && mode != FILE) {
          saw("%s with mode %o".formatted(path, mode));
        }
        files += counted && mode == FILE ? 1 : 0;
      }
    } catch (UncheckedIOException | NoSuchFileException e) {
      // It was removed meanwhile.
      Thread.onSpinWait();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void saw(String what) {
    seen.add(what);
  }

  private void watch() {
    while (!closed.get()) {
      look(false);
    }
  }

  /** Ends the watch, and says that it saw much and nothing wrong. */
  void assertNothingSeen(int leastFiles) throws InterruptedException {
    closed.set(true);
    watcher.join();
    assertThat(seen).isEmpty();
    assertThat(files).as("files looked at").isGreaterThan(leastFiles);
  }

  @Override
  public void close() {
    closed.set(true);
  }

  /** A staging folder that is looked at after everything that is done to it. */
  private final class Watched implements Staging {
    private final Staging staging;

    Watched(Staging staging) {
      this.staging = staging;
    }

    @Override
    public OutputStream create(String name) throws IOException {
      OutputStream out = staging.create(name);
      look(true);
      return new FilterOutputStream(out) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
          look(true);
        }

        @Override
        public void close() throws IOException {
          out.close();
          look(true);
        }
      };
    }

    @Override
    public void clear() throws IOException {
      staging.clear();
      look(true);
    }

    @Override
    public void note(String name, Content content) throws IOException {
      staging.note(name, content);
    }

    /** From here on it may be run: its sum was right. */
    @Override
    public void commit() throws IOException {
      saw("a commit");
      staging.commit();
    }

    @Override
    public void close() {
      staging.close();
    }
  }

  /** Looks whenever bytes arrive. */
  private final class Looking implements Report {
    @Override
    public void applying(Change change) {}

    @Override
    public void warning(String what) {}

    @Override
    public void sourceFailed(URI source, Problem why) {}

    @Override
    public void waiting(String forWhat) {}

    @Override
    public Download downloading(URI source, OptionalLong bytes) {
      return new Download() {
        @Override
        public void arrived(long count) {
          look(true);
        }

        @Override
        public void close() {
          look(true);
        }
      };
    }
  }
}
