package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.text.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Remembers what it was told. */
public class FakeReport implements Report {
  public final List<Change> applied = new ArrayList<>();
  public final List<String> waits = new ArrayList<>();

  @Override
  public void applying(Change change) {
    applied.add(change);
  }

  @Override
  public void warning(String what) {}

  @Override
  public void sourceFailed(URI source, Problem why) {}

  @Override
  public Download downloading(URI source, OptionalLong bytes) {
    throw new UnsupportedOperationException("nothing is downloaded here");
  }

  @Override
  public void waiting(String forWhat) {
    waits.add(forWhat);
  }
}
