package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.host.Root;
import io.github.etcdbootstrap.host.RunLock;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.Orders;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.seed.FolderSeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Command lines on a world in memory; only the run's lock is a real file, in a folder of its own.
 */
final class FakeSessions implements Sessions {
  final FakeWorld world;
  final List<String> warnings = new ArrayList<>();
  final List<Purpose> opened = new ArrayList<>();
  Optional<String> seed = Optional.empty();
  Orders orders = Orders.NONE;
  Optional<RuntimeException> failure = Optional.empty();
  int locks;
  boolean logBegun;
  final List<String> logged = new ArrayList<>();
  Optional<RuntimeException> logFailure = Optional.empty();

  private final Path root;

  FakeSessions(FakeWorld world, Path root) {
    this.world = world;
    this.root = root;
    makeAccounts();
  }

  /** The lock's folder is root's: here that is whoever runs the tests. */
  private void makeAccounts() {
    try {
      Files.createDirectories(root.resolve("etc"));
      Object uid = Files.getAttribute(root, "unix:uid");
      Object gid = Files.getAttribute(root, "unix:gid");
      Files.writeString(root.resolve("etc/passwd"), "root:x:%s:%s::/:\n".formatted(uid, gid));
      Files.writeString(root.resolve("etc/group"), "root:x:%s:\n".formatted(gid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Content jar() {
    return Content.of("this program");
  }

  @Override
  public RunLock lock() {
    locks++;
    return RunLock.acquire(new Root(root));
  }

  @Override
  public void log(List<String> lines, boolean begin) {
    logFailure.ifPresent(
        f -> {
          throw f;
        });
    if (begin || logBegun) {
      logged.addAll(lines);
    }
  }

  @Override
  public Seed seed(CommonOptions options) {
    return FolderSeed.of(Path.of(options.seed().orElseThrow()));
  }

  @Override
  public Session open(CommonOptions options, Purpose purpose, Report report) {
    opened.add(purpose);
    seed = options.seed();
    orders = options.orders();
    failure.ifPresent(
        f -> {
          throw f;
        });
    return new Session(world.world(report), world.config, Edge.PAYLOAD, warnings, options.orders());
  }

  /**
   * What a command line came to.
   *
   * @param out standard output
   * @param err standard error
   */
  record Ran(int exit, String out, String err) {}

  Ran run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
      int exit = Main.run(this, args);
      return new Ran(
          exit, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
