package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.FileChange;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.plan.ServiceChange;
import io.github.etcdbootstrap.plan.Staging;
import io.github.etcdbootstrap.plan.World;
import io.github.etcdbootstrap.text.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What one run of the program sees of the simulated world. */
final class SimPorts implements Clock, Report {
  /** What makes a story longer and no clearer. */
  private static final Set<Class<? extends Change>> LOCAL =
      Set.of(
          FileChange.InstallRelease.class,
          FileChange.SwitchLink.class,
          ServiceChange.AddGroup.class,
          ServiceChange.AddUser.class,
          FileChange.MakeFolder.class,
          FileChange.WriteFile.class,
          FileChange.SetOwnership.class,
          FileChange.KeepReplaced.class,
          FileChange.KeepSeed.class,
          ServiceChange.EnableService.class);

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final Map<String, Sha256> SUMS = new HashMap<>();

  static {
    Release.PROGRAMS.forEach(p -> SUMS.put(p, Sha256.of(p.getBytes(StandardCharsets.UTF_8))));
  }

  private final SimWorld world;
  private final Pi pi;
  private final Run run;
  private final long began;

  SimPorts(SimWorld world, Pi pi, Run run) {
    this.world = world;
    this.pi = pi;
    this.run = run;
    this.began = world.millis;
  }

  World world(Seed seed) {
    return new World(
        new SimHost(pi, run),
        new SimCluster(world, pi, run),
        seed,
        SimPorts::unpack,
        (config, depth) -> new Certificates.Verdict(List.of(), List.of()),
        this,
        this);
  }

  static Map<String, Sha256> sums() {
    return SUMS;
  }

  private static Map<String, Sha256> unpack(Release release, Staging staging) {
    for (String program : Release.PROGRAMS) {
      try (var out = staging.create(program)) {
        out.write(program.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return SUMS;
  }

  @Override
  public Instant now() {
    return START.plusMillis(world.millis);
  }

  @Override
  public Duration sinceStart() {
    return Duration.ofMillis(world.millis - began);
  }

  @Override
  public void sleep(Duration duration) {
    run.touch();
    world.pass(duration.multipliedBy(run.patience()));
    run.touch();
  }

  @Override
  public void applying(Change change) {
    if (!LOCAL.contains(change.getClass())) {
      world.tell(() -> pi + ": " + change.describe());
    }
    run.change(change);
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
  public void waiting(String forWhat) {}
}
