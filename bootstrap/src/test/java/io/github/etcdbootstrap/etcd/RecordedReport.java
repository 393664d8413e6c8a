package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.text.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Remembers what it was told of downloads. */
final class RecordedReport implements Report {
  final List<String> failures = new ArrayList<>();
  final List<String> waited = new ArrayList<>();
  final List<OptionalLong> sizes = new ArrayList<>();
  final List<URI> places = new ArrayList<>();
  long arrived;

  @Override
  public void applying(Change change) {}

  @Override
  public void warning(String what) {}

  @Override
  public void sourceFailed(URI source, Problem why) {
    failures.add(why.cause());
  }

  @Override
  public Download downloading(URI source, OptionalLong bytes) {
    sizes.add(bytes);
    places.add(source);
    return new Download() {
      @Override
      public void arrived(long bytes) {
        arrived = bytes;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void waiting(String forWhat) {
    waited.add(forWhat);
  }
}
