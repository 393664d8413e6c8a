package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.text.Damaged;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a run sees of seed and host, each file in turn damaged, and what it then says. */
public final class DamagedWorld {
  private static final String FSTAB =
      """
      /dev/mmcblk0p2 / ext4 defaults,noatime 0 1
      # the stick
      /dev/sda1 /media/usb vfat ro 0 0
      /dev/sdb1 /var/lib/etcd ext4 defaults 0 2
      """;

  private static final String CARD =
      new Install("fa01", "x-k3s-m-1", "SERIAL-1").toContent().text();

  private DamagedWorld() {}

  public static List<Damaged> all() {
    List<Damaged> all = new ArrayList<>();
    all.add(
        new Damaged(
            "hosts",
            Damaged.MANY,
            file -> {
              HostsBlock.in(Content.of(file), Edge.named());
              return List.of();
            },
            HostsBlock.in(Content.of("127.0.0.1 localhost\n"), Edge.named()).text()));
    all.addAll(of("bare", bare()));
    all.addAll(of("formed", formed(true)));
    all.addAll(of("stopped", formed(false)));
    return all;
  }

  private static FakeWorld bare() {
    FakeWorld world = new FakeWorld(Edge.config(Edge.named(), 1));
    world.seed.files.put(Birth.FILE, Edge.birth(Edge.named(), "0b1e55ed").toContent());
    world.seed.files.put("birth-1.yml", Edge.birth(Edge.named(), "00000001").toContent());
    return world;
  }

  private static FakeWorld formed(boolean running) {
    FakeWorld world = new FakeWorld(Edge.config(Edge.spec(1), 1));
    new FakeEtcd().runsOn(world);
    new Convergence(world.world(), world.planning()).run();
    if (!running) {
      world.host.stop(Layout.SERVICE);
    }
    return world;
  }

  private static List<Damaged> of(String state, FakeWorld world) {
    List<Damaged> all = new ArrayList<>();
    for (String name : List.copyOf(world.seed.files.keySet())) {
      if (name.startsWith("birth") || name.startsWith("members/")) {
        all.add(inSeed(state, world, name));
      }
    }
    if (world.host.look(Layout.MARKS).is(FileState.Kind.FOLDER)) {
      world.host.list(Layout.MARKS).stream()
          .map(Layout.MARKS::child)
          .filter(mark -> Mark.read(mark.name(), Content.of("")).isPresent())
          .forEach(mark -> all.add(onHost(state, world, mark, Damaged.FEW, text(world, mark))));
    }
    all.add(onHost(state, world, Layout.INSTALL, Damaged.FEW, text(world, Layout.INSTALL)));
    all.add(onHost(state, world, Layout.DATA_DISK, Damaged.FEW, "SERIAL-1\n"));
    all.add(
        onHost(
            state, world, Layout.FSTAB, state.equals("bare") ? Damaged.SOME : Damaged.FEW, FSTAB));
    all.add(onHost(state, world, Layout.HOSTS, Damaged.FEW, "127.0.0.1 localhost\n"));
    all.add(onHost(state, world, Layout.CONF, Damaged.FEW, conf(world)));
    HostPath sums = Layout.release(world.config.release().version()).child(Layout.SUMS);
    all.add(onHost(state, world, sums, Damaged.FEW, text(world, sums)));
    return all;
  }

  private static String text(FakeWorld world, HostPath path) {
    return world.host.look(path).content().map(Content::text).orElse(CARD);
  }

  private static String conf(FakeWorld world) {
    return ConfYml.conf(world.config).text();
  }

  private static Damaged inSeed(String state, FakeWorld world, String name) {
    return new Damaged(
        state + ", seed's " + name,
        Damaged.FEW,
        file -> {
          Content good = world.seed.files.put(name, Content.of(file));
          try {
            return said(world);
          } finally {
            world.seed.files.put(name, good);
          }
        },
        world.seed.files.get(name).text());
  }

  private static Damaged onHost(
      String state, FakeWorld world, HostPath path, int cases, String good) {
    return new Damaged(
        state + ", host's " + path,
        cases,
        file -> {
          FileState before = world.host.look(path);
          world.host.files.put(path, FileState.file(Content.of(file), Ownership.root(0644)));
          try {
            return said(world);
          } finally {
            world.host.files.remove(path);
            if (!before.equals(FileState.ABSENT)) {
              world.host.files.put(path, before);
            }
          }
        },
        good);
  }

  private static List<String> said(FakeWorld world) {
    return said(world.planning());
  }

  /** Every line that `plan` prints. */
  public static List<String> said(Supplier<Plan> planning) {
    Plan plan = planning.get();
    List<String> said = new ArrayList<>(plan.warnings());
    plan.changes().forEach(change -> said.add(change.describe()));
    plan.refusal()
        .ifPresent(
            refusal -> {
              said.add(refusal.reason());
              said.addAll(refusal.evidence());
              said.addAll(refusal.commands());
            });
    return said;
  }
}
