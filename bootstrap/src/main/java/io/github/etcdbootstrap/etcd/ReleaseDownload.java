package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Releases;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Staging;
import io.github.etcdbootstrap.text.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gets a release from the first of its sources that has the very bytes. */
public final class ReleaseDownload implements Releases {
  private final Report report;

  public ReleaseDownload(Report report) {
    this.report = report;
  }

  @Override
  public Map<String, Sha256> unpack(Release release, Staging staging) {
    List<String> failures = new ArrayList<>();
    for (URI source : release.sources()) {
      try {
        return from(source, release, staging);
      } catch (IOException e) {
        failures.add(failed(source, e, staging));
      } catch (RuntimeException e) {
        clear(staging);
        throw e;
      }
    }
    throw new HostFailure(
        release.name() + " could not be had: " + String.join("; ", failures),
        "put "
            + release.name()
            + ".tar.gz into the seed, or name a place in cluster.yml's `etcd.sources`");
  }

  private Map<String, Sha256> from(URI uri, Release release, Staging staging) throws IOException {
    try (Source source = Source.open(uri);
        Report.Download progress = report.downloading(uri, source.bytes())) {
      Hashed raw = new Hashed(source.stream(), progress);
      Map<String, Sha256> sums = unpack(release, raw, staging);
      Sha256 sum = raw.sum();
      if (!sum.equals(release.sum())) {
        throw new IOException("its SHA-256 is " + sum + ", expected " + release.sum());
      }
      return sums;
    }
  }

  private static Map<String, Sha256> unpack(Release release, Hashed raw, Staging staging)
      throws IOException {
    try {
      return Tarball.unpack(release, raw, staging);
    } catch (EOFException e) {
      throw new IOException("ends too early, after " + raw.bytes() + " bytes", e);
    }
  }

  private String failed(URI source, IOException failure, Staging staging) {
    clear(staging);
    String why = Source.words(failure);
    report.sourceFailed(source, new Problem(source + ": " + why, "the next source is tried"));
    return source + ": " + why;
  }

  private static void clear(Staging staging) {
    try {
      staging.clear();
    } catch (IOException e) {
      throw new HostFailure(
          "what was unpacked cannot be removed: " + e.getMessage(), "look at the disk", e);
    }
  }
}
