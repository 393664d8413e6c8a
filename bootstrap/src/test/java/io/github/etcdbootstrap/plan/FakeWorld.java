package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One bare host, its stick and its silent peers, all in memory. */
public final class FakeWorld {
  public final NodeConfig config;
  public final FakeHost host;
  public final FakeClock clock = new FakeClock();
  public final FakeCluster cluster = new FakeCluster();
  public final FakeSeed seed;
  public final FakeReport report = new FakeReport();
  public final Map<Content, Sha256> sums = new HashMap<>();
  public Certificates.Verdict certificates = new Certificates.Verdict(List.of(), List.of());

  public FakeWorld(NodeConfig config) {
    this(config, new FakeSeed());
  }

  public FakeWorld(NodeConfig config, FakeSeed seed) {
    this.config = config;
    this.seed = seed;
    Member self = config.self();
    host = new FakeHost(self.name().value(), self.address());
    seed.files.putAll(Edge.certificates(config));
  }

  public World world() {
    return world(report);
  }

  public World world(Report to) {
    return new World(host, cluster, seed, FakeWorld::unpack, new Judge(), to, clock);
  }

  private final class Judge implements Certificates {
    @Override
    public Verdict check(NodeConfig checked, Depth depth) {
      return certificates;
    }

    @Override
    public Optional<Sha256> sum(Content pem) {
      return Optional.ofNullable(sums.get(pem));
    }
  }

  private static Map<String, Sha256> unpack(Release release, Staging staging) {
    Map<String, Sha256> sums = new HashMap<>();
    for (String program : Release.PROGRAMS) {
      byte[] bytes = (program + " " + release.version()).getBytes(StandardCharsets.UTF_8);
      try (OutputStream out = staging.create(program)) {
        out.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      sums.put(program, Sha256.of(bytes));
    }
    return sums;
  }

  /** One run's planning: what it draws, it draws once. */
  public Supplier<Plan> planning() {
    return planning(Orders.NONE);
  }

  public Supplier<Plan> planning(Orders orders) {
    return new Planning(world(), config, orders, Edge.PAYLOAD);
  }

  /** A write-ahead log, as etcd makes it. */
  public void writeLog() {
    HostPath wal = Layout.wal(config.dataDir());
    Ownership etcds = new Ownership("etcd", "etcd", 0700);
    Stream.of(config.dataDir(), wal.parent(), wal)
        .forEach(folder -> host.files.putIfAbsent(folder, FileState.folder(etcds)));
    host.files.put(wal.child("0-0.wal"), FileState.file(Content.of("x"), etcds));
  }
}
