package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Orders;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
final class CommonOptions {
  /** When to colour what is printed. */
  enum Color {
    AUTO,
    ALWAYS,
    NEVER;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--seed",
      scope = ScopeType.INHERIT,
      paramLabel = "URI",
      description =
          "The seed: a folder with cluster.yml and the certificates. Else ETCD_BOOTSTRAP_SEED,"
              + " /etc/etcd-bootstrap.yml, the JAR's folder, or the one medium under /media.")
  private String seed;

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      description = "auto, always or never (default: auto).")
  private Color color = Color.AUTO;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print every warning, even when nothing changes.")
  private boolean verbose;

  private Orders orders = Orders.NONE;

  /** The owner's word to a command, where it takes one. */
  Orders orders() {
    return orders;
  }

  CommonOptions with(Orders others) {
    CommonOptions options = new CommonOptions();
    options.seed = seed;
    options.color = color;
    options.verbose = verbose;
    options.orders = others;
    return options;
  }

  Optional<String> seed() {
    return Optional.ofNullable(seed);
  }

  boolean verbose() {
    return verbose;
  }

  /** Only on a terminal, and not where NO_COLOR asks for none. */
  boolean colors() {
    return switch (color) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> System.console() != null && System.getenv("NO_COLOR") == null;
    };
  }
}
