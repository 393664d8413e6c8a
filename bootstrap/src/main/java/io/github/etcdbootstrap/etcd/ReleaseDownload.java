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
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gets a release from the first of its sources that has the very bytes. */
public final class ReleaseDownload implements Releases {
  private final Report report;
  private final Limits limits;
  private final Web web;

  public ReleaseDownload(Report report) {
    this(report, System.getenv());
  }

  /** With the proxies that {@code environment} names. */
  public ReleaseDownload(Report report, Map<String, String> environment) {
    this(report, environment, Limits.STANDARD);
  }

  ReleaseDownload(Report report, Map<String, String> environment, Limits limits) {
    this.report = report;
    this.limits = limits;
    this.web = new Web(new Proxies(environment), limits);
  }

  /** What is done with a tarball as it comes; its sum is asked afterwards. */
  private interface Taking<T> {
    T take(Hashed raw, Source source, Attempts attempts) throws IOException;
  }

  @Override
  public Map<String, Sha256> unpack(Release release, Staging staging) {
    return get(
        release,
        staging,
        "put "
            + release.name()
            + ".tar.gz into the seed, or name a place in cluster.yml's `etcd.sources`",
        (raw, source, attempts) -> unpack(release, raw, source, attempts, staging));
  }

  /**
   * Puts the tarball itself, verified, into {@code staging} under its own name. Does not commit.
   *
   * @param remedy where no source has it
   */
  public void fetch(Release release, Staging staging, String remedy) {
    get(release, staging, remedy, (raw, source, attempts) -> keep(release, raw, staging));
  }

  private Void keep(Release release, Hashed raw, Staging staging) throws IOException {
    try (OutputStream out = ProgramFile.create(staging, release.name() + ".tar.gz")) {
      new Bounded(raw, limits.compressed()).transferTo(out);
    }
    return null;
  }

  private <T> T get(Release release, Staging staging, String remedy, Taking<T> taking) {
    List<String> failures = new ArrayList<>();
    for (URI source : release.sources()) {
      try {
        return from(source, release, staging, taking);
      } catch (IOException e) {
        failures.add(failed(source, e, staging));
      } catch (RuntimeException e) {
        clear(staging);
        throw e;
      }
    }
    throw new HostFailure(
        release.name() + " could not be obtained: " + String.join("; ", failures), remedy);
  }

  private <T> T from(URI uri, Release release, Staging staging, Taking<T> taking)
      throws IOException {
    Attempts attempts = new Attempts(Source.shown(uri), limits, report);
    Optional<Answer> answer = Optional.empty();
    while (true) {
      try (Source source = Source.open(uri, web, attempts, answer)) {
        return verified(uri, source, release, attempts, taking);
      } catch (StartOver e) {
        answer = e.answer();
        clear(staging);
      }
    }
  }

  private <T> T verified(
      URI uri, Source source, Release release, Attempts attempts, Taking<T> taking)
      throws IOException {
    requireBounded(source);
    try (Report.Download progress = report.downloading(Source.shown(uri), source.bytes())) {
      Hashed raw = new Hashed(source.stream(), progress);
      T taken = taking.take(raw, source, attempts);
      Sha256 sum = raw.sum();
      if (!sum.equals(release.sum())) {
        throw new IOException("its SHA-256 is " + sum + ", expected " + release.sum());
      }
      return taken;
    }
  }

  private void requireBounded(Source source) throws IOException {
    if (source.bytes().orElse(0) > limits.compressed()) {
      throw Bounded.exceeded(limits.compressed());
    }
  }

  private Map<String, Sha256> unpack(
      Release release, Hashed raw, Source source, Attempts attempts, Staging staging)
      throws IOException {
    try {
      return Tarball.unpack(release, raw, limits, staging);
    } catch (EOFException e) {
      IOException early = new IOException("ends too early, after " + raw.bytes() + " bytes", e);
      if (source.bytes().isPresent()) {
        throw early;
      }
      // Who does not say how much will come does not show that the line broke either.
      attempts.again(early);
      throw new StartOver(Optional.empty());
    }
  }

  private String failed(URI uri, IOException failure, Staging staging) {
    clear(staging);
    URI source = Source.shown(uri);
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
