package io.github.etcdbootstrap.sim;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs any number of histories; prints how many a minute, and what was found. */
final class Simulate {
  private static final String USAGE =
      "simulate [--histories N] [--seed S] [--kind K] [--hosts N] [--broken RULE|all]";

  private int histories = 1000;
  private long seed;
  private List<Kind> kinds = List.of(Kind.values());
  private List<Integer> sizes = List.of();
  private List<Broken> broken = List.of(Broken.NOTHING);

  private Simulate() {}

  /** Ends with 1 if anything was found, or, with a rule broken, if nothing was. */
  public static void main(String[] args) {
    Simulate simulate = new Simulate();
    if (!simulate.understands(args)) {
      System.err.println(USAGE);
      System.exit(2);
    }
    System.exit(simulate.run() ? 0 : 1);
  }

  private boolean understands(String[] args) {
    for (int i = 0; i + 1 < args.length; i += 2) {
      String value = args[i + 1];
      String name = value.toUpperCase(Locale.ROOT).replace('-', '_');
      switch (args[i]) {
        case "--histories" -> histories = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        case "--kind" -> kinds = List.of(Kind.valueOf(name));
        case "--hosts" -> sizes = List.of(Integer.parseInt(value));
        case "--broken" ->
            broken =
                name.equals("ALL")
                    ? Stream.of(Broken.values()).filter(b -> b != Broken.NOTHING).toList()
                    : List.of(Broken.valueOf(name));
        default -> {
          return false;
        }
      }
    }
    return args.length % 2 == 0;
  }

  private boolean run() {
    boolean good = true;
    for (Broken rule : broken) {
      good &= rule == Broken.NOTHING ? holds() : isFound(rule);
    }
    return good;
  }

  private boolean holds() {
    boolean good = true;
    for (Kind kind : kinds) {
      for (int hosts : sizes.isEmpty() ? Prepared.sizes() : sizes) {
        Batch batch = new Batch(kind, hosts, seed, histories, Broken.NOTHING);
        long wall = System.nanoTime();
        long busy = cpu();
        List<Finding> findings = batch.all();
        System.out.printf(
            "%-15s %d hosts: %d histories, %d found; %.0f a minute, %.0f a minute of one core%n",
            kind,
            hosts,
            histories,
            findings.size(),
            histories * 60e9 / (System.nanoTime() - wall),
            histories * 60e9 / (cpu() - busy));
        findings.stream().limit(1).forEach(f -> System.out.println(f.story()));
        findings.stream().skip(1).forEach(f -> System.out.println("also: " + f));
        good &= findings.isEmpty();
      }
    }
    return good;
  }

  /** Till the first history that shows it. */
  private boolean isFound(Broken rule) {
    for (Kind kind : rule.kinds()) {
      for (int hosts : sizes.isEmpty() ? Broken.sizes() : sizes) {
        List<Finding> found = new Batch(kind, hosts, seed, histories, rule).first();
        if (!found.isEmpty()) {
          System.out.println("=== " + rule + ": " + rule.words());
          System.out.println(found.get(0).story() + "\n");
          return true;
        }
      }
    }
    System.out.println("=== " + rule + ": " + rule.words() + ": NOT FOUND");
    return false;
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
