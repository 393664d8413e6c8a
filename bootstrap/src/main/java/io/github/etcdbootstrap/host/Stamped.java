package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Staging;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.function.Supplier;

/** Changes of an image, after each of which what it made or changed has the image's time. */
final class Stamped {
  private final Root root;
  private final Stamps stamps;

  Stamped(Root root, Instant time) {
    this.root = root;
    this.stamps = new Stamps(root, time);
  }

  /** Of what is at {@code path} afterwards, and of the folders above it that were touched. */
  void change(HostPath path, Runnable change) {
    run(path, true, change);
  }

  /** What is at {@code path} already keeps its time, as nothing in it has changed. */
  void changeAround(HostPath path, Runnable change) {
    run(path, false, change);
  }

  private void run(HostPath path, boolean withEnd, Runnable change) {
    Stamps.Way way = wayTo(path);
    change.run();
    stamp(way, path, withEnd);
  }

  Staging stage(HostPath folder, Supplier<Staging> opening) {
    Stamps.Way way = wayTo(folder);
    Staging staging = opening.get();
    return new Staging() {
      private boolean committed;

      @Override
      public OutputStream create(String name) throws IOException {
        return staging.create(name);
      }

      @Override
      public void clear() throws IOException {
        staging.clear();
      }

      @Override
      public void note(String name, Content content) throws IOException {
        staging.note(name, content);
      }

      @Override
      public void commit() throws IOException {
        staging.commit();
        committed = true;
      }

      @Override
      public void close() {
        staging.close();
        stamp(way, folder, committed);
      }
    };
  }

  private Stamps.Way wayTo(HostPath path) {
    try {
      return stamps.wayTo(path);
    } catch (IOException e) {
      throw Failures.of("reading", path, root.at(path), e);
    }
  }

  private void stamp(Stamps.Way way, HostPath path, boolean withEnd) {
    try {
      way.stamp(withEnd);
    } catch (IOException e) {
      throw Failures.of("setting the time of", path, root.at(path), e);
    }
  }
}
